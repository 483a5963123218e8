#pragma once

#ifdef USE_HAN_PORT_KEYS

#include <mbedtls/gcm.h>

#include <array>

#include "parser.h"
#include "sealed.h"

namespace wattframe {

/// A key of 128 bits.
using Key = std::array<uint8_t, 16>;

/// AES-128-GCM by mbedTLS, which ESP-IDF brings along. A wrong key shows in a plain text that is no telegram; a tag is verified where the
/// authentication key is there.
/// @source IEC 62056-5-3 clause 5.3.7; NIST SP 800-38D
class GcmCipher final : public Cipher {
 public:
  explicit GcmCipher(const Key &key);
  GcmCipher(const GcmCipher &) = delete;
  GcmCipher &operator=(const GcmCipher &) = delete;
  ~GcmCipher() { mbedtls_gcm_free(&this->context_); }
  void set_authentication_key(const Key &key);
  Opened open(const Sealed &sealed) override;

 private:
  // What is authenticated besides the text: the control byte and the authentication key.
  static constexpr size_t kHeadLength = 1 + sizeof(Key);

  mbedtls_gcm_context context_;
  bool is_ready_{false};
  bool has_authentication_key_{false};
  uint8_t room_[kHeadLength + Parser::kCapacity];  ///< that head, and the plain text behind it
};

}  // namespace wattframe

#endif
