#include "unit.h"

namespace wattframe {

namespace {

struct UnitRow {
  uint8_t code;
  Unit unit;
  char symbol[5];
};

// Codes: DLMS UA Blue Book, table of units.
constexpr UnitRow kUnits[] = {
    {27, Unit::kWatt, "W"},      {28, Unit::kVoltAmpere, "VA"},      {29, Unit::kVar, "var"},
    {30, Unit::kWattHour, "Wh"}, {31, Unit::kVoltAmpereHour, "VAh"}, {32, Unit::kVarHour, "varh"},
    {33, Unit::kAmpere, "A"},    {35, Unit::kVolt, "V"},             {44, Unit::kHertz, "Hz"},
};

uint8_t lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? static_cast<uint8_t>(c + 32) : c; }

Unit unit_named(const uint8_t *text, size_t length) {
  for (const UnitRow &row : kUnits) {
    size_t i = 0;
    while (i < length && row.symbol[i] != 0 && lower(static_cast<uint8_t>(row.symbol[i])) == lower(text[i])) i++;
    if (i == length && row.symbol[i] == 0) return row.unit;
  }
  return Unit::kOther;
}

bool is_electric_base(Unit unit) { return unit == Unit::kAmpere || unit == Unit::kVolt; }

}  // namespace

ScaledUnit unit_from_text(const uint8_t *text, size_t length) {
  if (length == 0) return {Unit::kNone, 0};
  const Unit whole = unit_named(text, length);
  if (whole != Unit::kOther) return {whole, 0};
  const Unit rest = unit_named(text + 1, length - 1);
  if (rest == Unit::kOther || length == 1) return {Unit::kOther, 0};
  if (lower(text[0]) == 'k') return {rest, 3};
  // Milli and mega differ by letter case alone, so each is believed only where meters use it.
  if (text[0] == 'M' && !is_electric_base(rest)) return {rest, 6};
  if (text[0] == 'm' && is_electric_base(rest)) return {rest, -3};
  return {Unit::kOther, 0};
}

Unit unit_from_code(uint8_t code) {
  for (const UnitRow &row : kUnits)
    if (row.code == code) return row.unit;
  return code == 255 ? Unit::kNone : Unit::kOther;
}

const char *unit_symbol(Unit unit) {
  for (const UnitRow &row : kUnits)
    if (row.unit == unit) return row.symbol;
  return "";
}

}  // namespace wattframe
