#include "mbus_matcher.h"

#include <string.h>

namespace wattframe {

namespace {

constexpr uint8_t kStop = 0x16;
constexpr uint16_t kHeadBytes = 4, kTailBytes = 2;  // before what the length counts, and behind it
constexpr uint8_t kHeaderBytes = 5;                 // control field, address, control information, source and destination
constexpr uint8_t kMaxInformation = 0x1F, kLastSegment = 0x10, kNumber = 0x0F;

/// Places in a frame, counted from its 0x68.
constexpr uint16_t kLengthAt = 1, kLengthAgainAt = 2, kSecondStartAt = 3, kControlAt = 4, kInformationAt = 6, kContentAt = 9;

/// Send user data, with and without the frame count bit: what a meter sends by itself.
bool is_control(uint8_t byte) { return byte == 0x53 || byte == 0x73; }

/// First byte of what meters send in such frames: notifications, encrypted ones, blocks.
bool opens_apdu(uint8_t byte) { return byte == 0x0F || byte == 0xDB || byte == 0xDC || byte == 0xDD || byte == 0xE0; }

}  // namespace

void MbusMatcher::start() {
  *this = MbusMatcher();
  this->start_frame();
}

void MbusMatcher::start_frame() {
  this->state_ = State::kFrame;
  this->count_ = 1;
  this->sum_ = 0;
  this->opens_apdu_ = false;
}

Step MbusMatcher::push(uint8_t byte) {
  if (this->state_ == State::kBetween) {
    if (byte != kMbusStart) return Step::kTruncated;
    this->start_frame();
    return Step::kMore;
  }
  if (!this->is_possible(byte)) return this->fail();
  this->note(byte);
  this->count_++;
  return this->count_ == kHeadBytes + this->length_ + kTailBytes && this->count_ > kInformationAt ? this->frame_end() : Step::kMore;
}

/// Whether this byte may stand at its place of the frame.
bool MbusMatcher::is_possible(uint8_t byte) const {
  switch (this->count_) {
    case kLengthAt: return byte >= kHeaderBytes;
    case kLengthAgainAt: return byte == this->length_;
    case kSecondStartAt: return byte == kMbusStart;
    case kControlAt: return is_control(byte);
    case kInformationAt: return byte <= kMaxInformation && (!this->continued_ || (byte & kNumber) == this->next_number_);
    default: return true;
  }
}

void MbusMatcher::note(uint8_t byte) {
  if (this->count_ == kLengthAt) this->length_ = byte;
  if (this->count_ == kInformationAt) this->information_ = byte;
  if (this->count_ == kContentAt) this->opens_apdu_ = opens_apdu(byte);
  const uint16_t check_at = static_cast<uint16_t>(kHeadBytes + this->length_);
  if (this->count_ >= kControlAt && this->count_ < check_at) this->sum_ = static_cast<uint8_t>(this->sum_ + byte);
  if (this->count_ == check_at) this->sum_fits_ = byte == this->sum_;
  if (this->count_ == check_at + 1) this->sum_fits_ = this->sum_fits_ && byte == kStop;
}

Step MbusMatcher::frame_end() {
  const uint8_t number = this->information_ & kNumber;
  if (!this->sum_fits_) return !this->continued_ && number == 0 && this->opens_apdu_ ? Step::kFcsMismatch : this->fail();
  if (!this->continued_) this->lacks_start_ = number != 0;
  if ((this->information_ & kLastSegment) != 0) return this->lacks_start_ ? Step::kTruncated : Step::kDone;
  this->continued_ = true;
  this->next_number_ = (number + 1) & kNumber;
  this->state_ = State::kBetween;
  return Step::kMore;
}

Step MbusMatcher::finish() const { return this->continued_ || this->count_ > kInformationAt ? Step::kTruncated : Step::kNot; }

size_t join_mbus_contents(uint8_t *frames, size_t length) {
  size_t joined = 0;
  for (size_t at = 0; at < length;) {
    const size_t content = static_cast<size_t>(frames[at + kLengthAt]) - kHeaderBytes;
    const size_t next = at + kHeadBytes + kHeaderBytes + content + kTailBytes;
    memmove(frames + joined, frames + at + kContentAt, content);
    joined += content;
    at = next;
  }
  return joined;
}

}  // namespace wattframe
