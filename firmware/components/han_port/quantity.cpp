#include "quantity.h"

#include "flash.h"

namespace wattframe {

namespace {

const QuantityRow kQuantities[kQuantityCount] IN_FLASH = {
    {1, 7, 0, Unit::kWatt},      {1, 8, 0, Unit::kWattHour}, {1, 8, 1, Unit::kWattHour}, {1, 8, 2, Unit::kWattHour},
    {1, 8, 3, Unit::kWattHour},  {1, 8, 4, Unit::kWattHour}, {2, 7, 0, Unit::kWatt},     {2, 8, 0, Unit::kWattHour},
    {2, 8, 1, Unit::kWattHour},  {2, 8, 2, Unit::kWattHour}, {2, 8, 3, Unit::kWattHour}, {2, 8, 4, Unit::kWattHour},
    {3, 7, 0, Unit::kVar},       {3, 8, 0, Unit::kVarHour},  {4, 7, 0, Unit::kVar},      {4, 8, 0, Unit::kVarHour},
    {14, 7, 0, Unit::kHertz},    {21, 7, 0, Unit::kWatt},    {22, 7, 0, Unit::kWatt},    {23, 7, 0, Unit::kVar},
    {24, 7, 0, Unit::kVar},      {31, 7, 0, Unit::kAmpere},  {32, 7, 0, Unit::kVolt},    {41, 7, 0, Unit::kWatt},
    {42, 7, 0, Unit::kWatt},     {43, 7, 0, Unit::kVar},     {44, 7, 0, Unit::kVar},     {51, 7, 0, Unit::kAmpere},
    {52, 7, 0, Unit::kVolt},     {61, 7, 0, Unit::kWatt},    {62, 7, 0, Unit::kWatt},    {63, 7, 0, Unit::kVar},
    {64, 7, 0, Unit::kVar},      {71, 7, 0, Unit::kAmpere},  {72, 7, 0, Unit::kVolt},
};

static_assert(sizeof(QuantityRow) == 4, "rows are read byte by byte");

}  // namespace

QuantityRow quantity_row(uint8_t index) {
  const auto *const row = reinterpret_cast<const uint8_t *>(&kQuantities[index]);
  return {flash_byte(row), flash_byte(row + 1), flash_byte(row + 2), static_cast<Unit>(flash_byte(row + 3))};
}

uint8_t find_quantity(const Obis &obis) {
  if (obis.a != 1) return kNoQuantity;
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    const QuantityRow row = quantity_row(i);
    if (row.c == obis.c && row.d == obis.d && row.e == obis.e) return i;
  }
  return kNoQuantity;
}

}  // namespace wattframe
