#include "ascii_matcher.h"

#include "crc16.h"

namespace wattframe {

namespace {

constexpr uint16_t kFlagIdEnd = 4;           // '/' and three letters
constexpr uint16_t kIdentificationMax = 96;  // identifications seen are under 30 characters

bool is_line_end(uint8_t c) { return c == '\r' || c == '\n'; }
bool is_letter(uint8_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

int hex_value(uint8_t c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

void AsciiMatcher::start() {
  *this = AsciiMatcher();
  this->crc_ = crc16_arc(0, '/');
  this->count_ = 1;
}

Step AsciiMatcher::push(uint8_t byte) {
  if (this->state_ == State::kCrc) return this->push_crc(byte);
  if (this->state_ == State::kLines && this->line_start_ && byte == '/') return Step::kTruncated;
  this->crc_ = crc16_arc(this->crc_, byte);
  this->count_++;
  return this->state_ == State::kLines ? this->push_lines(byte) : this->push_identification(byte);
}

Step AsciiMatcher::push_identification(uint8_t byte) {
  if (this->state_ == State::kFlagId) {
    if (!is_letter(byte)) return Step::kNot;
    if (this->count_ == kFlagIdEnd) this->state_ = State::kIdentification;
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
  // '!' may stand in a text, but neither at the start of a line nor outside a group.
  if (byte == '!' && (this->line_start_ || !this->in_group_)) {
    this->body_length_ = static_cast<uint16_t>(this->count_ - 1);
    this->state_ = State::kCrc;
    return Step::kMore;
  }
  this->line_start_ = is_line_end(byte);
  if (byte == '(') this->in_group_ = true;
  if (byte == ')' || this->line_start_) this->in_group_ = false;
  return Step::kMore;
}

Step AsciiMatcher::push_crc(uint8_t byte) {
  const int value = hex_value(byte);
  if (value < 0) return this->verdict();
  this->sent_crc_ = static_cast<uint16_t>(this->sent_crc_ << 4 | value);
  this->digits_++;
  return this->digits_ == 4 ? this->verdict() : Step::kMore;
}

Step AsciiMatcher::verdict() const {
  if (this->digits_ == 0) return Step::kNoCrc;
  return this->sent_crc_ == this->crc_ ? Step::kDone : Step::kCrcMismatch;
}

Step AsciiMatcher::finish() {
  if (!this->credible()) return Step::kNot;
  if (this->state_ != State::kCrc) return Step::kTruncated;
  const Step verdict = this->verdict();
  return verdict == Step::kCrcMismatch ? Step::kTruncated : verdict;
}

}  // namespace wattframe
