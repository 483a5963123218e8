#include "gcm_cipher.h"

#ifdef USE_HAN_PORT_KEYS

#include <string.h>

namespace wattframe {

namespace {

bool is_same(const uint8_t *one, const uint8_t *other, size_t length) {
  uint8_t difference = 0;
  for (size_t i = 0; i < length; i++) difference = static_cast<uint8_t>(difference | (one[i] ^ other[i]));
  return difference == 0;
}

}  // namespace

GcmCipher::GcmCipher(const Key &key) {
  mbedtls_gcm_init(&this->context_);
  this->is_ready_ = mbedtls_gcm_setkey(&this->context_, MBEDTLS_CIPHER_ID_AES, key.data(), 8 * sizeof(Key)) == 0;
}

void GcmCipher::set_authentication_key(const Key &key) {
  memcpy(this->room_ + 1, key.data(), sizeof(Key));
  this->has_authentication_key_ = true;
}

/// Where the text is not encrypted it is authenticated together with the head.
Opened GcmCipher::open(const Sealed &sealed) {
  uint8_t *const plain = this->room_ + kHeadLength;
  if (!this->is_ready_ || sealed.text.length > Parser::kCapacity) return {{plain, 0}, Opened::Tag::kUnchecked};
  this->room_[0] = sealed.control;
  if (!sealed.is_encrypted) memcpy(plain, sealed.text.data, sealed.text.length);
  const size_t head = kHeadLength + (sealed.is_encrypted ? 0 : sealed.text.length);
  const size_t length = sealed.is_encrypted ? sealed.text.length : 0;
  uint8_t tag[Sealed::kTagLength];
  const int fault = mbedtls_gcm_crypt_and_tag(&this->context_, MBEDTLS_GCM_DECRYPT, length, sealed.nonce, Sealed::kNonceLength, this->room_, head,
                                              sealed.text.data, plain, sizeof(tag), tag);
  if (fault != 0) return {{plain, 0}, Opened::Tag::kUnchecked};
  const Slice text{plain, sealed.text.length};
  if (!this->has_authentication_key_ || sealed.tag == nullptr) return {text, Opened::Tag::kUnchecked};
  return {text, is_same(tag, sealed.tag, sizeof(tag)) ? Opened::Tag::kRight : Opened::Tag::kWrong};
}

}  // namespace wattframe

#endif
