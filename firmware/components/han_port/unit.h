#pragma once

#include <stddef.h>
#include <stdint.h>

#include "flash.h"

namespace wattframe {

/// What a number measures, after prefixes such as kilo were moved into its exponent.
enum class Unit : uint8_t { kNone, kWatt, kVar, kVoltAmpere, kWattHour, kVarHour, kVoltAmpereHour, kAmpere, kVolt, kHertz, kOther };

/// A unit together with the power of ten that leads to its base: kWh is {kWattHour, 3}.
struct ScaledUnit {
  Unit unit;
  int8_t exponent;
};

/// The unit written in an ASCII telegram, in any letter case (kWh, kwh, KVArh), with m, k, M or G in front. kOther when it is not one of ours,
/// and where m is not certain: mWh is milli, `mwh` may be milli or mega.
ScaledUnit unit_from_text(const uint8_t *text, size_t length);

/// The unit behind a DLMS unit code. kOther when it is not one of ours.
/// @source DLMS UA Blue Book, table of units of the Register class
Unit unit_from_code(uint8_t code);

/// The unit's symbol, empty for kNone and kOther.
FlashText unit_symbol(Unit unit);

}  // namespace wattframe
