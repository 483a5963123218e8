#pragma once

#include <stdint.h>

#include "obis.h"
#include "unit.h"

namespace wattframe {

/// One quantity that the reader publishes as a number: groups C.D.E of its code and what it measures.
struct QuantityRow {
  uint8_t c;
  uint8_t d;
  uint8_t e;
  Unit unit;
};

/// Every quantity, ordered by code. A quantity is named by its index in this table.
/// @source IEC 62056-6-1, electricity; the Swedish and Finnish lists of the customer port
constexpr QuantityRow kQuantities[] = {
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

constexpr uint8_t kQuantityCount = sizeof(kQuantities) / sizeof(kQuantities[0]);
constexpr uint8_t kNoQuantity = 255;

/// Index of the quantity that an object carries, kNoQuantity for objects outside the table. Group B is free:
/// Norwegian and Swiss meters use other channels than 0.
uint8_t find_quantity(const Obis &obis);

/// Numbers of one telegram, in thousandths of the base unit (mW, mWh, mA, mV, mHz); absent is told by `has`.
class Values {
 public:
  bool has(uint8_t quantity) const { return (this->present_ >> quantity & 1U) != 0; }
  int64_t milli(uint8_t quantity) const { return this->milli_[quantity]; }
  void set(uint8_t quantity, int64_t milli) {
    this->milli_[quantity] = milli;
    this->present_ |= uint64_t{1} << quantity;
  }
  void clear() { this->present_ = 0; }
  bool empty() const { return this->present_ == 0; }

 private:
  int64_t milli_[kQuantityCount];
  uint64_t present_{0};
  static_assert(kQuantityCount <= 64, "one bit of presence per quantity");
};

}  // namespace wattframe
