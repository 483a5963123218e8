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

constexpr uint8_t kQuantityCount = 35;
constexpr uint8_t kNoQuantity = 255;

/// The quantity at `index`. Quantities are ordered by code, and a quantity is named by its index.
/// @source IEC 62056-6-1, electricity; the Swedish and Finnish lists of the customer port
QuantityRow quantity_row(uint8_t index);

/// Amperes, volts and hertz are published in thousandths, everything else in whole base units.
inline bool is_in_thousandths(Unit unit) { return unit == Unit::kAmpere || unit == Unit::kVolt || unit == Unit::kHertz; }

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
