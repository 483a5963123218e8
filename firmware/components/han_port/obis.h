#pragma once

#include <stdint.h>

namespace wattframe {

/// Code of one object of the meter, `A-B:C.D.E`; group F is always 255 on this port and is left out.
/// @source IEC 62056-6-1
struct Obis {
  uint8_t a;
  uint8_t b;
  uint8_t c;
  uint8_t d;
  uint8_t e;
};

inline bool operator==(const Obis &one, const Obis &other) {
  return one.a == other.a && one.b == other.b && one.c == other.c && one.d == other.d && one.e == other.e;
}

/// True for the meter's own clock, 0-0:1.0.0, or 0-1:1.0.0 of some makers.
inline bool is_clock(const Obis &o) { return o.a == 0 && o.b <= 1 && o.c == 1 && o.d == 0 && o.e == 0; }

/// True for codes whose value names a meter, a device or its owner: such values never leave the reader.
/// Wider than the standard's list on purpose: any A and B.
inline bool is_identifier(const Obis &o) {
  return (o.c == 96 && o.d == 1) || (o.c == 0 && o.d == 0) || (o.c == 42 && o.d == 0 && o.e == 0);
}

}  // namespace wattframe
