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

}  // namespace wattframe
