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
  /// No more bytes will come: kTruncated when a header with a good check has been seen, so that this was a telegram and not noise.
  Step finish() const { return this->credible_ ? Step::kTruncated : Step::kNot; }

 private:
  enum class State : uint8_t { kFormat, kLength, kDestination, kSource, kControl, kHcsFirst, kHcsSecond, kInformation, kDoubtful, kBetween };

  void start_frame();
  Step push_flag_or_format(uint8_t byte);
  Step push_address(uint8_t byte, State next);
  Step judge_header();
  Step push_information(uint8_t byte);
  Step push_doubtful(uint8_t byte);
  bool llc_follows(uint8_t byte);
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

/// The LLC header of a DLMS push begins the information of a telegram: from a server (E6 E7 00) or, of some makers, as from a client (E6 E6 00).
/// @source IEC 62056-46, 5.3.3
constexpr size_t kLlcLength = 3;
inline bool is_llc(size_t index, uint8_t byte) { return index == 0 ? byte == 0xE6 : index == 1 ? byte == 0xE7 || byte == 0xE6 : byte == 0; }

/// Moves the information fields of the frames in `frames`, all checked before, to the front of the same memory.
/// Returns how many bytes they are together.
size_t join_information(uint8_t *frames, size_t length);

}  // namespace wattframe
