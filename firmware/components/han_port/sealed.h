#pragma once

#include "matcher.h"
#include "object.h"
#include "refusal.h"

namespace wattframe {

/// Encrypted or authenticated content with everything that opening it takes but the keys.
/// @source IEC 62056-5-3 clauses 5.3.4 and 9.2, DLMS UA Green Book (security suites 0 and 1: AES-GCM-128)
struct Sealed {
  static constexpr size_t kNonceLength = 12;
  static constexpr size_t kTagLength = 12;
  uint8_t nonce[kNonceLength];  ///< system title and frame counter
  uint8_t control;              ///< the security control byte, which is authenticated too
  bool is_encrypted;
  Slice text;          ///< cipher text, or the plain text where it is only authenticated
  const uint8_t *tag;  ///< of an authenticated telegram, nullptr where there is none
};

/// What opening gave. The plain text is valid until the next one.
struct Opened {
  enum class Tag : uint8_t { kRight, kWrong, kUnchecked };  ///< kUnchecked where there is no tag, or no key to verify it
  Slice plain;
  Tag tag;
};

/// Opens sealed content with one meter's keys.
class Cipher {
 public:
  virtual Opened open(const Sealed &sealed) = 0;

 protected:
  ~Cipher() = default;
};

/// True for general-glo-ciphering and general-ded-ciphering.
inline bool opens_sealed(uint8_t tag) { return tag == 0xDB || tag == 0xDC; }

/// The parts of an APDU that `opens_sealed`. False with the reason when it is of a kind that is not read here.
bool sealed_in(Slice apdu, Sealed &sealed, Detail &detail);

/// Recognises encrypted content without any frame, as some P1 ports send it: its head, and where it ends. Looked for only where there is a key,
/// because the head alone proves little.
/// @source Luxembourg, P1 specification 1.1.3 section 3.2.5
class SealedMatcher {
 public:
  /// The tag has been seen.
  void start() { *this = SealedMatcher(); }
  Step push(uint8_t byte);
  /// No more bytes will come: kTruncated when the whole head has been seen.
  Step finish() const { return this->end_ == 0 ? Step::kNot : Step::kTruncated; }

 private:
  Step head_end(size_t length);

  uint8_t wide_{0};     ///< bytes of the length that are still to come
  size_t count_{1};     ///< bytes so far
  size_t length_{0};
  size_t end_{0};       ///< 0 before the head is whole
};

}  // namespace wattframe
