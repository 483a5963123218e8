#include "quantity.h"

namespace wattframe {

uint8_t find_quantity(const Obis &obis) {
  if (obis.a != 1) return kNoQuantity;
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    const QuantityRow &row = kQuantities[i];
    if (row.c == obis.c && row.d == obis.d && row.e == obis.e) return i;
  }
  return kNoQuantity;
}

}  // namespace wattframe
