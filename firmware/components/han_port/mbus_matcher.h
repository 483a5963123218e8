#pragma once

#include "matcher.h"
#include "object.h"

namespace wattframe {

/// Recognises one telegram of M-Bus frames, byte by byte: `68 L L 68`, control, address, control information, source, destination, content, sum,
/// `16`. Segments are followed to the last by the number in their control information. Frames of other applications are nothing.
/// @source EN 13757-2 (frame), EN 13757-1 and EN 13757-3 (control information 0x00 to 0x1F)
class MbusMatcher {
 public:
  /// The first 0x68 has been seen.
  void start();
  Step push(uint8_t byte);
  /// No more bytes will come: kTruncated when a frame of a meter has begun, so that this was a telegram and not noise.
  Step finish() const;

 private:
  enum class State : uint8_t { kFrame, kBetween };

  void start_frame();
  bool is_possible(uint8_t byte) const;
  void note(uint8_t byte);
  Step frame_end();
  Step fail() const { return this->continued_ ? Step::kTruncated : Step::kNot; }

  State state_{State::kFrame};
  bool continued_{false};
  bool lacks_start_{false};  ///< the first segment that came is not the first
  bool sum_fits_{false};
  bool opens_apdu_{false};
  uint8_t length_{0};
  uint8_t information_{0};  ///< the control information
  uint8_t next_number_{0};
  uint8_t sum_{0};
  uint16_t count_{0};  ///< bytes of the frame so far
};

constexpr uint8_t kMbusStart = 0x68;

/// Moves the contents of the frames in `frames`, all checked before, to the front of the same memory. Returns how many bytes they are together.
size_t join_mbus_contents(uint8_t *frames, size_t length);

}  // namespace wattframe
