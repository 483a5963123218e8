#include "decimal.h"

namespace wattframe {

namespace {

constexpr int kMaxDigits = 18;  // 10^18 is the last power of ten below 2^63

bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

int64_t divide_rounded(int64_t value, int64_t divisor) {
  const int64_t half = divisor / 2;
  return value < 0 ? -((-value + half) / divisor) : (value + half) / divisor;
}

}  // namespace

bool decimal_from_text(const uint8_t *text, size_t length, Decimal &out) {
  size_t i = 0;
  const bool negative = length > 0 && text[0] == '-';
  if (length > 0 && (text[0] == '-' || text[0] == '+')) i++;
  int64_t mantissa = 0;
  int digits = 0;
  int decimals = 0;
  bool point = false;
  bool any = false;
  for (; i < length; i++) {
    if (text[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(text[i])) return false;
    any = true;
    if (mantissa != 0 || text[i] != '0') digits++;  // leading zeros are padding
    if (digits > kMaxDigits) return false;
    mantissa = mantissa * 10 + (text[i] - '0');
    if (point) decimals++;
  }
  if (!any || decimals > kMaxDigits) return false;
  out.mantissa = negative ? -mantissa : mantissa;
  out.exponent = static_cast<int16_t>(-decimals);
  return true;
}

bool decimal_to_milli(const Decimal &decimal, int64_t &milli) {
  constexpr int64_t kLimit = INT64_MAX / 10;
  int64_t value = decimal.mantissa;
  int exponent = decimal.exponent + 3;
  for (; exponent > 0 && value != 0; exponent--) {
    if (value > kLimit || value < -kLimit) return false;
    value *= 10;
  }
  int64_t divisor = 1;
  for (; exponent < 0; exponent++) {
    if (divisor > kLimit) {
      milli = 0;
      return true;
    }
    divisor *= 10;
  }
  if (value > INT64_MAX / 2 || value < -(INT64_MAX / 2)) return false;  // room for the half that rounds
  milli = divide_rounded(value, divisor);
  return true;
}

int64_t milli_to_whole(int64_t milli) { return divide_rounded(milli, 1000); }

}  // namespace wattframe
