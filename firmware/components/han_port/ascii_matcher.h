#pragma once

#include "matcher.h"
#include "object.h"

namespace wattframe {

/// Recognises one ASCII telegram, byte by byte, from '/' to the CRC behind '!'. Identification, order of lines and content are
/// not looked at: any meter's telegram is one whose CRC holds.
/// @source IEC 62056-21, mode D; DSMR P1 companion standard 5.0.2, 6.2
class AsciiMatcher {
 public:
  /// '/' has been seen.
  void start();
  /// kDone and the mismatches come with the fourth digit of the CRC, or with the byte behind a shorter one, which then does
  /// not belong to the telegram: see `took_last`.
  Step push(uint8_t byte);
  /// No more bytes will come: what the telegram is worth as it stands.
  Step finish();
  /// The identification has ended, so what follows is a telegram and not noise.
  bool credible() const { return this->state_ != State::kFlagId && this->state_ != State::kIdentification; }
  bool took_last() const { return this->digits_ == 4; }
  /// How many bytes stand from '/' to before '!'.
  uint16_t body_length() const { return this->body_length_; }

 private:
  enum class State : uint8_t { kFlagId, kIdentification, kLines, kCrc };

  Step push_identification(uint8_t byte);
  Step push_lines(uint8_t byte);
  Step push_crc(uint8_t byte);
  Step verdict() const;

  State state_{State::kFlagId};
  bool line_start_{false};
  bool in_group_{false};
  uint8_t digits_{0};
  uint16_t crc_{0};
  uint16_t sent_crc_{0};
  uint16_t count_{0};
  uint16_t body_length_{0};
};

}  // namespace wattframe
