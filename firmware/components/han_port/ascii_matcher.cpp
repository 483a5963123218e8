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

bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

/// Where one to three digits end that begin at `at`, if `sign` follows them there; else 0.
size_t number_end(Slice text, size_t at, uint8_t sign) {
  const size_t first = at;
  while (at < text.length && at - first < 3 && is_digit(text.data[at])) at++;
  return at > first && at < text.length && text.data[at] == sign ? at : 0;
}

/// Where behind its own identification another one stands: '/', the maker's three letters, and a line end not too far away. 0 when none does.
size_t other_identification(Slice body, size_t identification) {
  size_t first = 0;
  size_t line_end = body.length;
  for (size_t i = body.length; i-- > identification;) {
    if (is_line_end(body.data[i])) line_end = i;
    const bool fits = line_end < body.length && line_end - i >= kMakerEnd && line_end - i <= kIdentificationMax;
    if (body.data[i] == '/' && fits && is_letter(body.data[i + 1]) && is_letter(body.data[i + 2]) && is_letter(body.data[i + 3])) first = i;
  }
  return first;
}

/// A line end: how many CR there are, and whether LF follows them.
struct LineEnd {
  size_t returns;
  bool feed;
  size_t length() const { return this->returns + (this->feed ? 1 : 0); }
};

/// The line end at `at`; a run of CR that no LF follows is one line end each.
LineEnd line_end_at(Slice body, size_t at) {
  size_t end = at;
  while (end < body.length && body.data[end] == '\r') end++;
  if (end < body.length && body.data[end] == '\n') return {end - at, true};
  return {1, false};
}

/// Of how many bytes each line end is, where something on the way has changed all of them in one way; 0 where it has not. A terminal may
/// have made of CR and LF the same: then there is an even number everywhere.
size_t changed_line_end(Slice body) {
  LineEnd first{0, false};
  size_t run = 0;
  bool even = true;
  for (size_t i = 0; i < body.length;) {
    if (!is_line_end(body.data[i])) {
      even = even && run % 2 == 0;
      run = 0;
      i++;
      continue;
    }
    const LineEnd end = line_end_at(body, i);
    if (first.length() == 0) first = end;
    if (end.returns != first.returns || end.feed != first.feed) return 0;
    run++;
    i += end.length();
  }
  if (first.returns == 1 && first.feed) return 0;
  return first.length() == 1 && even && run % 2 == 0 ? 2 : first.length();
}

/// Both checksums of bytes that are fed one by one.
struct Checksums {
  uint16_t arc{0};
  uint16_t x25{kX25Start};
  void push(uint8_t byte) {
    this->arc = crc16_arc(this->arc, byte);
    this->x25 = crc16_x25(this->x25, byte);
  }
  bool fit(uint16_t checksum) const { return checksum == this->arc || checksum == static_cast<uint16_t>(~this->x25); }
};

bool fits(Slice body, uint16_t checksum) {
  Checksums sums;
  for (size_t i = 0; i <= body.length; i++) sums.push(body.data[i]);
  return sums.fit(checksum);
}

bool fits_with_line_ends_restored(Slice body, uint16_t checksum) {
  const size_t length = changed_line_end(body);
  if (length == 0) return false;
  Checksums sums;
  for (size_t i = 0; i < body.length;) {
    if (is_line_end(body.data[i])) {
      i += length;
      sums.push('\r');
      sums.push('\n');
    } else {
      sums.push(body.data[i++]);
    }
  }
  sums.push('!');
  return sums.fit(checksum);
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
    this->identification_length_ = static_cast<uint16_t>(this->count_ - 1);
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

bool holds_object(Slice lines) {
  for (size_t i = 0; i < lines.length; i++) {
    if (!is_line_end(lines.data[i])) continue;
    const size_t medium = number_end(lines, i + 1, '-');
    if (medium != 0 && number_end(lines, medium + 1, ':') != 0) return true;
  }
  return false;
}

AsciiVerdict ascii_verdict(Slice body, size_t identification, AsciiMatcher::Checksum checksum) {
  const bool is_written = checksum.digits == 4 || (checksum.digits > 0 && checksum.closed);
  if (is_written && (fits(body, checksum.value) || fits_with_line_ends_restored(body, checksum.value))) return {Step::kDone, 0};
  const size_t cut = other_identification(body, identification);
  if (cut != 0) return {Step::kTruncated, cut};
  return {checksum.digits == 0 && checksum.closed ? Step::kNoCrc : Step::kCrcMismatch, 0};
}

}  // namespace wattframe
