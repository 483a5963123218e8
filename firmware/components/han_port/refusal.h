#pragma once

#include <stdint.h>

#include "flash.h"
#include "matcher.h"

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
  kOtherApdu,       ///< an APDU other than data-notification
  kBlockTransfer,   ///< general-block-transfer
  kNoCodes,         ///< a list by position, without codes
  kNoUnits,         ///< a list of codes and values, without units
  kEndsEarly,       ///< the list ends before its own count says
  kTrailingBytes,   ///< bytes after the end of the list
  kUnknownType,     ///< a data type that is not read here
  kTooDeep,         ///< lists within lists within lists, deeper than any meter's
  kSealedLength,    ///< encrypted, and its length does not fit
  kSealedSuite,     ///< encrypted with keys of 256 bits
  kSealedCompressed,
  kSealedEmpty,
  kNoKey,                ///< encrypted, and there is no key
  kOtherKey,             ///< encrypted, and the key does not open it
  kOtherAuthentication,  ///< opens, but its tag does not fit the authentication key
  kNoTelegram,           ///< opens, and is no telegram
};

/// The cause of a telegram's refusal by a matcher. False for steps that refuse nothing.
bool cause_of(Step step, Cause &cause);

/// Why a telegram was refused, as a sentence for people.
FlashText refusal_words(Cause cause, Detail detail);

}  // namespace wattframe
