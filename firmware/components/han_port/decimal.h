#pragma once

#include <stddef.h>
#include <stdint.h>

namespace wattframe {

/// A number as it was sent: mantissa × 10^exponent.
struct Decimal {
  int64_t mantissa;
  int16_t exponent;
};

/// Reads `[+-]digits[.digits]`, the whole text and nothing else; digits may be missing on one side of the point. False when the text is no such number or needs more than 18 digits.
bool decimal_from_text(const uint8_t *text, size_t length, Decimal &out);

/// The number in thousandths, rounded half away from zero. False when that does not fit 63 bits.
bool decimal_to_milli(const Decimal &decimal, int64_t &milli);

/// Thousandths to whole units, rounded half away from zero.
int64_t milli_to_whole(int64_t milli);

}  // namespace wattframe
