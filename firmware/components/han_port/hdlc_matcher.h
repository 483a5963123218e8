#pragma once

#include "matcher.h"
#include "object.h"

namespace wattframe {

/// Recognises one telegram of HDLC frames, byte by byte: cut by the length field (there is no byte stuffing in this frame
/// type, so 0x7E and 0x7D are ordinary data), HCS and FCS verified, segments followed to the last.
/// @source ISO/IEC 13239, frame format type 3; IEC 62056-46
class HdlcMatcher {
 public:
  /// The opening flag has been seen.
  void start();
  Step push(uint8_t byte);
  /// A header with a good check has been seen, so what follows is a telegram and not noise.
  bool credible() const { return this->credible_; }

 private:
  enum class State : uint8_t { kFormat, kLength, kDestination, kSource, kControl, kHcsFirst, kHcsSecond, kInformation, kBetween };

  void start_frame();
  Step push_flag_or_format(uint8_t byte);
  Step push_address(uint8_t byte, State next);
  Step judge_header();
  Step push_information(uint8_t byte);
  Step frame_end();

  State state_{State::kFormat};
  bool credible_{false};
  bool segmented_{false};
  bool continued_{false};
  uint8_t address_length_{0};
  uint8_t llc_matched_{0};
  uint16_t crc_{0};
  uint16_t length_{0};
  uint16_t count_{0};
  uint16_t information_count_{0};
};

/// Moves the information fields of the frames in `frames`, all checked before, to the front of the same memory.
/// Returns how many bytes they are together.
size_t join_information(uint8_t *frames, size_t length);

}  // namespace wattframe
