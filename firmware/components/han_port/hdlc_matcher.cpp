#include "hdlc_matcher.h"

#include <string.h>

#include "crc16.h"

namespace wattframe {

namespace {

constexpr uint8_t kFlag = 0x7E;
constexpr uint8_t kTypeMask = 0xF0, kType3 = 0xA0, kSegmented = 0x08, kLengthHigh = 0x07;
constexpr uint16_t kShortestFrame = 7;  // format 2, addresses 1 + 1, control 1, FCS 2
constexpr uint8_t kLongestAddress = 4;

size_t address_length(const uint8_t *at) {
  size_t length = 1;
  while (length < kLongestAddress && (at[length - 1] & 1) == 0) length++;
  return length;
}

}  // namespace

void HdlcMatcher::start() {
  this->credible_ = false;
  this->continued_ = false;
  this->start_frame();
}

void HdlcMatcher::start_frame() {
  this->state_ = State::kFormat;
  this->crc_ = kX25Start;
  this->count_ = 0;
  this->information_count_ = 0;
  this->llc_matched_ = 0;
  this->address_length_ = 0;
}

Step HdlcMatcher::push(uint8_t byte) {
  if (this->state_ == State::kBetween) {
    if (byte != kFlag) return Step::kTruncated;
    this->start_frame();
    return Step::kMore;
  }
  if (this->state_ == State::kFormat) return this->push_flag_or_format(byte);
  this->crc_ = crc16_x25(this->crc_, byte);
  this->count_++;
  switch (this->state_) {
    case State::kLength:
      this->length_ = static_cast<uint16_t>(this->length_ | byte);
      this->state_ = State::kDestination;
      return this->length_ < kShortestFrame ? Step::kNot : Step::kMore;
    case State::kDestination: return this->push_address(byte, State::kSource);
    case State::kSource: return this->push_address(byte, State::kControl);
    case State::kControl: this->state_ = State::kHcsFirst; return Step::kMore;
    case State::kHcsFirst: this->state_ = State::kHcsSecond; return Step::kMore;
    case State::kHcsSecond: return this->judge_header();
    case State::kDoubtful: return this->push_doubtful(byte);
    case State::kInformation:
    default: return this->push_information(byte);
  }
}

Step HdlcMatcher::push_flag_or_format(uint8_t byte) {
  if (byte == kFlag && this->continued_) return Step::kMore;  // several flags between frames are legal
  if ((byte & kTypeMask) != kType3) return this->continued_ ? Step::kTruncated : Step::kNot;
  this->segmented_ = (byte & kSegmented) != 0;
  this->length_ = static_cast<uint16_t>((byte & kLengthHigh) << 8);
  this->crc_ = crc16_x25(this->crc_, byte);
  this->count_ = 1;
  this->state_ = State::kLength;
  return Step::kMore;
}

/// The lowest bit marks the last byte of an address.
Step HdlcMatcher::push_address(uint8_t byte, State next) {
  if (++this->address_length_ < kLongestAddress && (byte & 1) == 0) return Step::kMore;
  if ((byte & 1) == 0) return Step::kNot;
  this->address_length_ = 0;
  this->state_ = next;
  return Step::kMore;
}

/// The header check has arrived; it is already in the running check, which covers its own two bytes.
Step HdlcMatcher::judge_header() {
  if (this->count_ > this->length_) return Step::kNot;
  if (this->crc_ != kX25Good) {
    this->state_ = State::kDoubtful;
    return this->count_ == this->length_ ? Step::kNot : Step::kMore;
  }
  this->credible_ = true;
  this->state_ = State::kInformation;
  // A frame without information ends here: its header check is its frame check.
  return this->count_ == this->length_ ? this->frame_end() : Step::kMore;
}

Step HdlcMatcher::push_information(uint8_t byte) {
  // Only the first segment carries an LLC header: one in a later segment is the next telegram, after a lost end.
  if (this->continued_ && this->information_count_ < kLlcLength && this->llc_follows(byte)) return Step::kTruncated;
  return this->count_ < this->length_ ? Step::kMore : this->frame_end();
}

/// A header whose check fails is reported where a telegram's LLC header follows, and was noise where it does not.
Step HdlcMatcher::push_doubtful(uint8_t byte) {
  if (this->llc_follows(byte)) return Step::kHcsMismatch;
  return this->llc_matched_ == this->information_count_ ? Step::kMore : Step::kNot;
}

/// Looks at the first bytes of the information; true with the last byte of an LLC header.
bool HdlcMatcher::llc_follows(uint8_t byte) {
  if (is_llc(this->information_count_++, byte)) this->llc_matched_++;
  return this->llc_matched_ == kLlcLength;
}

Step HdlcMatcher::frame_end() {
  if (this->crc_ != kX25Good) return Step::kFcsMismatch;
  if (!this->segmented_) return Step::kDone;
  this->continued_ = true;
  this->state_ = State::kBetween;
  return Step::kMore;
}

size_t join_information(uint8_t *frames, size_t length) {
  size_t joined = 0;
  size_t at = 0;
  while (at < length) {
    if (frames[at] == kFlag) {
      at++;
      continue;
    }
    const uint8_t *const frame = frames + at;
    const size_t frame_length = static_cast<size_t>((frame[0] & kLengthHigh) << 8 | frame[1]);
    const size_t destination = address_length(frame + 2);
    const size_t header = 2 + destination + address_length(frame + 2 + destination) + 1 + 2;
    if (header + 2 <= frame_length) {
      const size_t information = frame_length - header - 2;
      memmove(frames + joined, frame + header, information);
      joined += information;
    }
    at += frame_length;
  }
  return joined;
}

}  // namespace wattframe
