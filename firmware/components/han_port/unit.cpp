#include "unit.h"

namespace wattframe {

namespace {

struct UnitRow {
  uint8_t code;
  char symbol[5];
};

// In the order of Unit, behind kNone. Codes: DLMS UA Blue Book, table of units.
constexpr uint8_t kUnitCount = 9;
const UnitRow kUnits[kUnitCount] IN_FLASH = {
    {27, "W"}, {29, "var"}, {28, "VA"}, {30, "Wh"}, {32, "varh"}, {31, "VAh"}, {33, "A"}, {35, "V"}, {44, "Hz"},
};

Unit unit_at(uint8_t row) { return static_cast<Unit>(row + 1); }

uint8_t lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? static_cast<uint8_t>(c + 32) : c; }

Unit unit_named(const uint8_t *text, size_t length) {
  for (uint8_t row = 0; row < kUnitCount; row++) {
    const FlashText symbol(kUnits[row].symbol);
    size_t i = 0;
    while (i < length && symbol[i] != 0 && lower(static_cast<uint8_t>(symbol[i])) == lower(text[i])) i++;
    if (i == length && symbol[i] == 0) return unit_at(row);
  }
  return Unit::kOther;
}

/// Whether the standards spell the unit so: its symbol, or VAr for var. Before any other spelling a small m may be the mega of somebody
/// without capitals. The text is one that unit_named() found, so it is as long as the unit's symbol.
bool is_standard(const uint8_t *text, size_t length, Unit unit) {
  const FlashText symbol = unit_symbol(unit);
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
  if (unit == Unit::kOther) return {Unit::kOther, 0};
  const bool is_certain = text[0] != 'm' || is_standard(text + 1, length - 1, unit);
  return is_certain ? ScaledUnit{unit, exponent} : ScaledUnit{Unit::kOther, 0};
}

Unit unit_from_code(uint8_t code) {
  for (uint8_t row = 0; row < kUnitCount; row++)
    if (flash_byte(&kUnits[row].code) == code) return unit_at(row);
  return code == 255 ? Unit::kNone : Unit::kOther;
}

FlashText unit_symbol(Unit unit) {
  const bool has_symbol = unit != Unit::kNone && unit != Unit::kOther;
  return has_symbol ? FlashText(kUnits[static_cast<uint8_t>(unit) - 1].symbol) : FLASH_TEXT("");
}

}  // namespace wattframe
