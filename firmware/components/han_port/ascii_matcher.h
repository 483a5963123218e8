#pragma once

#include "matcher.h"
#include "object.h"

namespace wattframe {

/// Recognises one ASCII telegram, byte by byte, from '/' to the checksum behind '!'. Of the identification only the maker's three letters
/// and the length are looked at, of the lines nothing: whether the telegram is whole is for its checksum to say, see `ascii_verdict`.
/// @source IEC 62056-21, mode D; DSMR P1 companion standard 5.0.2, 6.2
class AsciiMatcher {
 public:
  /// '/' has been seen.
  void start();
  /// kDone comes with the fourth digit of the checksum, or with the byte behind a shorter one, which then does not belong to the
  /// telegram: see `took_last`.
  Step push(uint8_t byte);
  /// No more bytes will come: kDone when the '!' has been seen.
  Step finish();
  bool took_last() const { return this->digits_ == 4; }
  /// How many bytes stand from '/' to before '!', and from '/' to the end of the identification.
  uint16_t body_length() const { return this->body_length_; }
  uint16_t identification_length() const { return this->identification_length_; }
  /// What stands behind '!': how many hex digits and what they say. `closed` is false where something else than a line end follows them.
  struct Checksum {
    uint16_t value;
    uint8_t digits;
    bool closed;
  };
  Checksum checksum() const { return {this->checksum_, this->digits_, this->closed_}; }

 private:
  enum class State : uint8_t { kMaker, kIdentification, kLines, kChecksum };

  Step push_identification(uint8_t byte);
  Step push_lines(uint8_t byte);
  Step push_checksum(uint8_t byte);

  State state_{State::kMaker};
  bool line_start_{false};
  bool closed_{true};
  uint8_t digits_{0};
  uint16_t checksum_{0};
  uint16_t count_{0};
  uint16_t body_length_{0};
  uint16_t identification_length_{0};
};

/// Whether the lines of a telegram hold the code of an object, `A-B:` at the start of a line: noise and other texts have none.
bool holds_object(Slice lines);

/// What a telegram is worth by its checksum: kDone, kCrcMismatch, kNoCrc, or kTruncated where another identification stands inside, at `cut`.
struct AsciiVerdict {
  Step step;
  size_t cut;
};

/// Goes over the body so many times at most.
constexpr uint32_t kVerdictPasses = 5;

/// The verdict on a telegram whose '!' has come. `body` runs from '/' to before '!', which follows it in memory; `identification` is the length of its
/// first line. The checksum is CRC-16/ARC or, of some makers, CRC-16/X.25; where something on the way has changed every line end in one way, it may
/// be that of the same telegram with CR LF.
AsciiVerdict ascii_verdict(Slice body, size_t identification, AsciiMatcher::Checksum checksum);

}  // namespace wattframe
