#include "ascii_matcher.h"

#include "crc16.h"

namespace wattframe {

namespace {

constexpr uint16_t kMakerEnd = 4;            // '/' and three letters
constexpr uint16_t kIdentificationMax = 97;  // '/' and 96 bytes; identifications seen are under 30 characters

bool is_line_end(uint8_t c) { return c == '\r' || c == '\n'; }
bool is_letter(uint8_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

int hex_value(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool contains(Slice bytes, uint8_t wanted) {
  for (size_t i = 0; i < bytes.length; i++)
    if (bytes.data[i] == wanted) return true;
  return false;
}

/// Whether another identification stands behind the first byte: '/', the maker's three letters, and a line end not too far away.
bool holds_identification(Slice body) {
  size_t line_end = body.length;
  for (size_t i = body.length; i-- > 1;) {
    if (is_line_end(body.data[i])) line_end = i;
    const bool fits = line_end < body.length && line_end - i >= kMakerEnd && line_end - i <= kIdentificationMax;
    if (body.data[i] == '/' && fits && is_letter(body.data[i + 1]) && is_letter(body.data[i + 2]) && is_letter(body.data[i + 3])) return true;
  }
  return false;
}

/// Both checksums of a telegram's bytes, '!' included; a CR goes before every LF when `restore` is set.
bool fits(Slice body, uint16_t checksum, bool restore) {
  uint16_t arc = 0;
  uint16_t x25 = kX25Start;
  for (size_t i = 0; i <= body.length; i++) {
    const uint8_t byte = body.data[i];
    if (restore && byte == '\n') {
      arc = crc16_arc(arc, '\r');
      x25 = crc16_x25(x25, '\r');
    }
    arc = crc16_arc(arc, byte);
    x25 = crc16_x25(x25, byte);
  }
  return checksum == arc || checksum == static_cast<uint16_t>(~x25);
}

}  // namespace

void AsciiMatcher::start() {
  *this = AsciiMatcher();
  this->count_ = 1;
}

Step AsciiMatcher::push(uint8_t byte) {
  if (this->state_ == State::kChecksum) return this->push_checksum(byte);
  if (this->state_ == State::kLines && this->line_start_ && byte == '/') return Step::kTruncated;
  this->count_++;
  return this->state_ == State::kLines ? this->push_lines(byte) : this->push_identification(byte);
}

Step AsciiMatcher::push_identification(uint8_t byte) {
  if (this->state_ == State::kMaker) {
    if (!is_letter(byte)) return Step::kNot;
    if (this->count_ == kMakerEnd) this->state_ = State::kIdentification;
    return Step::kMore;
  }
  if (is_line_end(byte)) {
    this->state_ = State::kLines;
    this->line_start_ = true;
    return Step::kMore;
  }
  return this->count_ > kIdentificationMax ? Step::kNot : Step::kMore;
}

Step AsciiMatcher::push_lines(uint8_t byte) {
  // A '!' within a line is text like any other.
  if (byte == '!' && this->line_start_) {
    this->body_length_ = static_cast<uint16_t>(this->count_ - 1);
    this->state_ = State::kChecksum;
    return Step::kMore;
  }
  this->line_start_ = is_line_end(byte);
  return Step::kMore;
}

Step AsciiMatcher::push_checksum(uint8_t byte) {
  const int value = hex_value(byte);
  if (value < 0) {
    this->closed_ = is_line_end(byte) || byte == '/';
    return Step::kDone;
  }
  this->checksum_ = static_cast<uint16_t>(this->checksum_ << 4 | value);
  this->digits_++;
  return this->digits_ == 4 ? Step::kDone : Step::kMore;
}

Step AsciiMatcher::finish() {
  switch (this->state_) {
    case State::kLines: return Step::kTruncated;
    case State::kChecksum: return Step::kDone;
    default: return Step::kNot;
  }
}

Step ascii_verdict(Slice body, AsciiMatcher::Checksum checksum) {
  if (checksum.digits == 4 || (checksum.digits > 0 && checksum.closed)) {
    if (fits(body, checksum.value, false) || (!contains(body, '\r') && fits(body, checksum.value, true))) return Step::kDone;
  }
  if (holds_identification(body)) return Step::kTruncated;
  return checksum.digits == 0 && checksum.closed ? Step::kNoCrc : Step::kCrcMismatch;
}

}  // namespace wattframe
