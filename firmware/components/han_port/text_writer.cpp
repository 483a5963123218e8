#include "text_writer.h"

namespace wattframe {

namespace {

constexpr int kMaxShownExponent = 18;

char hex_digit(unsigned value) { return static_cast<char>(value < 10 ? '0' + value : 'A' + (value - 10)); }

uint64_t magnitude(int64_t value) { return value < 0 ? uint64_t{0} - static_cast<uint64_t>(value) : static_cast<uint64_t>(value); }

}  // namespace

void TextWriter::put(char c) {
  if (this->length_ + 1 >= this->capacity_) {
    this->overflowed_ = true;
    return;
  }
  this->buffer_[this->length_++] = c;
  this->buffer_[this->length_] = 0;
}

void TextWriter::text(FlashText text) {
  for (size_t i = 0; text[i] != 0; i++) this->put(text[i]);
}

void TextWriter::text(const uint8_t *text, size_t length) {
  for (size_t i = 0; i < length; i++) this->put(static_cast<char>(text[i]));
}

void TextWriter::digits(uint64_t value, int minimum) {
  char reversed[20];
  int count = 0;
  do {
    reversed[count++] = static_cast<char>('0' + static_cast<char>(value % 10));
    value /= 10;
  } while (value != 0);
  for (int i = count; i < minimum; i++) this->put('0');
  while (count > 0) this->put(reversed[--count]);
}

void TextWriter::integer(int64_t value) {
  if (value < 0) this->put('-');
  this->digits(magnitude(value), 1);
}

void TextWriter::two_digits(unsigned value) { this->digits(value, 2); }

void TextWriter::obis(const Obis &obis) {
  this->integer(obis.a);
  this->put('-');
  this->integer(obis.b);
  this->put(':');
  this->integer(obis.c);
  this->put('.');
  this->integer(obis.d);
  this->put('.');
  this->integer(obis.e);
}

void TextWriter::milli(int64_t milli) {
  Decimal decimal{milli, -3};
  while (decimal.exponent < 0 && decimal.mantissa % 10 == 0) {
    decimal.mantissa /= 10;
    decimal.exponent++;
  }
  this->decimal(decimal);
}

void TextWriter::decimal(const Decimal &decimal) {
  const int exponent = decimal.exponent;
  if (exponent < -kMaxShownExponent || exponent > kMaxShownExponent) {
    this->integer(decimal.mantissa);
    this->put('e');
    this->integer(exponent);
    return;
  }
  if (decimal.mantissa < 0) this->put('-');
  const uint64_t digits = magnitude(decimal.mantissa);
  if (exponent >= 0) {
    this->digits(digits, 1);
    for (int i = 0; i < exponent && digits != 0; i++) this->put('0');
    return;
  }
  uint64_t divisor = 1;
  for (int i = exponent; i < 0; i++) divisor *= 10;
  this->digits(digits / divisor, 1);
  this->put('.');
  this->digits(digits % divisor, -exponent);
}

void TextWriter::hex(uint8_t byte) {
  this->put(hex_digit(byte >> 4));
  this->put(hex_digit(byte & 15U));
}

void TextWriter::json_byte(uint8_t byte) {
  if (byte == '"' || byte == '\\') {
    this->put('\\');
    this->put(static_cast<char>(byte));
  } else if (byte >= 0x20 && byte < 0x7F) {
    this->put(static_cast<char>(byte));
  } else {
    this->text(FLASH_TEXT("\\u00"));
    this->hex(byte);
  }
}

void TextWriter::rewind(size_t length) {
  this->length_ = length;
  this->buffer_[length] = 0;
  this->overflowed_ = false;
}

}  // namespace wattframe
