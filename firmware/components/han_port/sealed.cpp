#include "sealed.h"

#include <string.h>

namespace wattframe {

namespace {

constexpr size_t kTitleLength = 8, kCounterLength = 4, kMakerLetters = 3;
constexpr size_t kTitleAt = 2, kLengthAt = kTitleAt + kTitleLength;
/// Bits of the security control byte: suite, authenticated, encrypted, compressed.
constexpr uint8_t kSuite = 0x0F, kAuthenticated = 0x10, kEncrypted = 0x20, kCompressed = 0x80;
constexpr uint8_t kMaxSuite = 1;  // suite 2 has keys of 256 bits
/// Security control and frame counter, the shortest telegram, a tag.
constexpr size_t kShortestBody = 32, kLongestBody = 3072;

bool is_letter(uint8_t c) { return (c | 0x20U) >= 'a' && (c | 0x20U) <= 'z'; }

/// Start of the security control byte; 0 when the length in the head is not that of the bytes.
size_t body_at(Slice apdu) {
  if (apdu.length <= kLengthAt || apdu.data[1] != kTitleLength) return 0;
  const uint8_t first = apdu.data[kLengthAt];
  const size_t wide = first < 0x80 ? 0 : first & 0x7FU;
  const size_t at = kLengthAt + 1 + wide;
  if (wide > 2 || apdu.length < at) return 0;
  size_t length = wide == 0 ? first : 0;
  for (size_t i = kLengthAt + 1; i < at; i++) length = length << 8 | apdu.data[i];
  return at + length == apdu.length ? at : 0;
}

}  // namespace

bool sealed_in(Slice apdu, Sealed &sealed, Detail &detail) {
  const size_t at = body_at(apdu);
  const size_t text_at = at + 1 + kCounterLength;
  detail = Detail::kSealedLength;
  if (at == 0 || apdu.length <= at) return false;
  const uint8_t control = apdu.data[at];
  detail = Detail::kSealedSuite;
  if ((control & kSuite) > kMaxSuite) return false;
  detail = Detail::kSealedCompressed;
  if ((control & kCompressed) != 0) return false;
  const bool has_tag = (control & kAuthenticated) != 0;
  const size_t tag_length = has_tag ? Sealed::kTagLength : 0;
  detail = Detail::kSealedEmpty;
  if (apdu.length <= text_at + tag_length) return false;
  const size_t tag_at = apdu.length - tag_length;
  memcpy(sealed.nonce, apdu.data + kTitleAt, kTitleLength);
  memcpy(sealed.nonce + kTitleLength, apdu.data + at + 1, kCounterLength);
  sealed.control = control;
  sealed.is_encrypted = (control & kEncrypted) != 0;
  sealed.text = {apdu.data + text_at, tag_at - text_at};
  sealed.tag = has_tag ? apdu.data + tag_at : nullptr;
  return true;
}

Step SealedMatcher::push(uint8_t byte) {
  const size_t at = this->count_++;
  if (this->end_ != 0) return this->count_ == this->end_ ? Step::kDone : Step::kMore;
  if (at == 1) return byte == kTitleLength ? Step::kMore : Step::kNot;
  if (at < kLengthAt) return at >= kTitleAt + kMakerLetters || is_letter(byte) ? Step::kMore : Step::kNot;
  if (at > kLengthAt) {
    this->length_ = this->length_ << 8 | byte;
    return --this->wide_ == 0 ? this->head_end(this->length_) : Step::kMore;
  }
  if (byte < 0x80) return this->head_end(byte);
  this->wide_ = byte & 0x7F;
  if (this->wide_ > 2) return Step::kNot;
  return this->wide_ == 0 ? this->head_end(0) : Step::kMore;
}

Step SealedMatcher::head_end(size_t length) {
  if (length < kShortestBody || length > kLongestBody) return Step::kNot;
  this->end_ = this->count_ + length;
  return Step::kMore;
}

}  // namespace wattframe
