// Arithmetic that the compiler calls by name. On the chip it stands in ROM; the toolchain of the emulated test leaves it out.

#include <stdint.h>

namespace {

struct Division {
  uint64_t quotient;
  uint64_t remainder;
};

Division divide(uint64_t dividend, uint64_t divisor) {
  Division result{0, 0};
  for (int i = 0; i < 64; i++) {
    result.remainder = result.remainder << 1 | dividend >> 63;
    dividend <<= 1;
    result.quotient <<= 1;
    if (result.remainder >= divisor) {
      result.remainder -= divisor;
      result.quotient |= 1;
    }
  }
  return result;
}

uint64_t magnitude(int64_t value) { return value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value); }

}  // namespace

extern "C" {

uint32_t __udivsi3(uint32_t a, uint32_t b) { return static_cast<uint32_t>(divide(a, b).quotient); }
uint32_t __umodsi3(uint32_t a, uint32_t b) { return static_cast<uint32_t>(divide(a, b).remainder); }

uint64_t __muldi3(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  for (; b != 0; b >>= 1, a <<= 1)
    if ((b & 1) != 0) sum += a;
  return sum;
}

uint64_t __udivdi3(uint64_t a, uint64_t b) { return divide(a, b).quotient; }
uint64_t __umoddi3(uint64_t a, uint64_t b) { return divide(a, b).remainder; }

int64_t __divdi3(int64_t a, int64_t b) {
  const auto quotient = static_cast<int64_t>(divide(magnitude(a), magnitude(b)).quotient);
  return (a < 0) == (b < 0) ? quotient : -quotient;
}

int64_t __moddi3(int64_t a, int64_t b) {
  const auto remainder = static_cast<int64_t>(divide(magnitude(a), magnitude(b)).remainder);
  return a < 0 ? -remainder : remainder;
}

}
