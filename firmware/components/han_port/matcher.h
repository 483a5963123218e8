#pragma once

#include <stdint.h>

namespace wattframe {

/// What a matcher says about the byte it was just given.
enum class Step : uint8_t {
  kMore,          ///< still possible
  kDone,          ///< the last byte of a telegram; of a binary one: whose checks hold
  kNot,           ///< never was a telegram: nothing to report
  kHcsMismatch,
  kFcsMismatch,
  kCrcMismatch,
  kNoCrc,
  kTruncated,     ///< something else begins here: this byte does not belong to it
};

}  // namespace wattframe
