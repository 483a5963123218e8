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

/// Whether the standards spell the unit so: its symbol, or VAr for var. Before any other spelling a small m may be the mega of somebody
/// without capitals.
bool is_standard(const uint8_t *text, size_t length, Unit unit) {
  const char *const symbol = unit_symbol(unit);
  const bool is_capital_var = symbol[0] == 'v' && length > 1 && text[0] == 'V' && text[1] == 'A';
  for (size_t i = is_capital_var ? 2 : 0; i < length; i++)
    if (static_cast<char>(text[i]) != symbol[i]) return false;
  return true;
}

int8_t prefix_exponent(uint8_t prefix) {
  switch (prefix) {
    case 'm': return -3;
    case 'k': case 'K': return 3;
    case 'M': return 6;
    case 'G': return 9;
    default: return 0;
  }
}

}  // namespace

ScaledUnit unit_from_text(const uint8_t *text, size_t length) {
  if (length == 0) return {Unit::kNone, 0};
  const int8_t exponent = prefix_exponent(text[0]);
  const size_t prefix = exponent == 0 ? 0 : 1;
  const Unit unit = unit_named(text + prefix, length - prefix);
  const bool is_certain = text[0] != 'm' || is_standard(text + 1, length - 1, unit);
  return unit != Unit::kOther && is_certain ? ScaledUnit{unit, exponent} : ScaledUnit{Unit::kOther, 0};
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
