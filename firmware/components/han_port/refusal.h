#pragma once

#include <stdint.h>

#include "flash.h"

namespace wattframe {

/// Why a telegram was refused. The names are those of the lines that `decode` prints.
enum class Cause : uint8_t { kCrcMismatch, kNoCrc, kHcsMismatch, kFcsMismatch, kTruncated, kUnsupported, kMalformed };
constexpr uint8_t kCauseCount = 7;

/// The finer reason behind a Cause, for people who look for the fault.
enum class Detail : uint8_t {
  kNone,
  kTooLong,         ///< no end within the parser's buffer
  kNoData,          ///< a good frame or telegram without any object
  kNoLlc,           ///< the information field does not begin with a DLMS LLC header
  kOtherApdu,       ///< an APDU other than data-notification, for example encrypted
  kBlockTransfer,   ///< general-block-transfer
  kNoCodes,         ///< a list by position, without codes
  kNoUnits,         ///< a list of codes and values, without units
  kEndsEarly,       ///< the list ends before its own count says
  kTrailingBytes,   ///< bytes after the end of the list
  kUnknownType,     ///< a data type that is not read here
  kTooDeep,         ///< lists within lists within lists, deeper than any meter's
};

/// Why a telegram was refused, as a sentence for people.
FlashText refusal_words(Cause cause, Detail detail);

}  // namespace wattframe
