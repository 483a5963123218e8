#pragma once

#include <stddef.h>
#include <stdint.h>

#include "decimal.h"
#include "flash.h"
#include "obis.h"

namespace wattframe {

/// Writes text into a buffer that the caller owns and never past its end. Numbers are formatted by hand, because the
/// chip's small printf knows no 64-bit integers. What does not fit is left out and told by `overflowed`.
class TextWriter {
 public:
  /// `capacity` counts the closing zero, which always stands.
  TextWriter(char *buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) { this->buffer_[0] = 0; }

  void put(char c);
  void text(FlashText text);
  void text(const uint8_t *text, size_t length);
  void integer(int64_t value);
  /// `A-B:C.D.E`
  void obis(const Obis &obis);
  /// Thousandths as a decimal without trailing zeros: 7500 gives 7.5.
  void milli(int64_t milli);
  /// The number with the digits it was sent with: {-5, -1} gives -0.5. An exponent outside ±18 gives scientific notation.
  void decimal(const Decimal &decimal);
  /// Two digits, for dates.
  void two_digits(unsigned value);
  /// One byte inside a JSON string: what is not printable ASCII is taken as Latin-1 and escaped.
  void json_byte(uint8_t byte);
  void hex(uint8_t byte);

  size_t length() const { return this->length_; }
  bool overflowed() const { return this->overflowed_; }
  size_t room() const { return this->capacity_ - 1 - this->length_; }
  /// Takes back everything after `length` characters, and the overflow with it.
  void rewind(size_t length);

 private:
  void digits(uint64_t value, int minimum);

  char *buffer_;
  size_t capacity_;
  size_t length_{0};
  bool overflowed_{false};
};

}  // namespace wattframe
