#pragma once

#include <stddef.h>
#include <stdint.h>

#include "decimal.h"
#include "obis.h"
#include "unit.h"

namespace wattframe {

/// Bytes that stand in somebody else's buffer.
struct Slice {
  const uint8_t *data;
  size_t length;
};

/// One object of a telegram. A number carries its unit; everything else is kept as the bytes that were sent.
struct Object {
  enum class Kind : uint8_t {
    kEmpty,   ///< nothing was sent for it, or something that cannot be shown
    kNumber,  ///< `number` and `unit`
    kGroups,  ///< `bytes` run from the first '(' to the last ')' of an ASCII line, continuation lines included
    kText,    ///< `bytes` are the text of a DLMS string
    kClock,   ///< `bytes` are the 12 bytes of a DLMS date-time
  };
  Obis obis;
  Kind kind;
  Decimal number;
  Unit unit;
  Slice bytes;
};

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
  kUnknownType,     ///< a data type that A-XDR does not have
};

}  // namespace wattframe
