#pragma once

#include "ascii_matcher.h"
#include "content.h"
#include "hdlc_matcher.h"
#include "mbus_matcher.h"
#include "sealed.h"
#include "telegram.h"

namespace wattframe {

/// Receives what the parser finds, in the order of the bytes. Called from inside `feed` and `idle`.
class Sink {
 public:
  virtual void on_telegram(const Telegram &telegram) = 0;
  virtual void on_refusal(const Refusal &refusal) = 0;

 protected:
  ~Sink() = default;
};

/// What happened since start; every number grows only and wraps at 2^32.
struct Counters {
  uint32_t bytes;
  uint32_t ok;
  uint32_t refused[kCauseCount];  ///< by Cause
  uint32_t resyncs;               ///< times that the hunt resumed behind a rejected start
  uint32_t overruns;              ///< telegrams without an end within the buffer
  uint32_t given_up;              ///< times that bytes were dropped because looking at them had cost too much
  uint32_t steps;                 ///< bytes looked at, those that were looked at again included
  Format last_format;

  uint32_t bad() const {
    uint32_t sum = 0;
    for (uint32_t count : this->refused) sum += count;
    return sum;
  }
};

/// Finds telegrams in the meter's bytes, however they arrive. All grammars are always active, so a meter that is switched
/// from EFS to EFS2 needs nothing; encrypted telegrams without a frame are looked for only with a key. A start that turns out wrong gives its bytes back: the hunt resumes one byte behind it, so no
/// good telegram is lost to a bad one before it. Fixed memory, no heap, never blocks.
class Parser {
 public:
  /// The longest telegram, with every segment. DSMR meters reach 2 kB, some with a kilobyte of padding in one text.
  static constexpr size_t kCapacity = 3072;

  /// Bounds the work: a byte is worth so many steps, and this many may be saved up. A step looks at one byte once. A meter's bytes cost hardly
  /// more than one step each; bytes that are made to look like a start again and again are dropped when the credit is spent.
  static constexpr uint32_t kStepsPerByte = 32;
  static constexpr uint32_t kMostCredit = kStepsPerByte * kCapacity;

  explicit Parser(Sink &sink) : sink_(sink) {}

  /// Old meters (DSMR 2 and 3) send no CRC. Only for those: nothing protects such a telegram against a flipped bit.
  void allow_no_crc(bool allow) { this->unsealing_.allow_no_crc = allow; }
  /// Encrypted telegrams are opened by it; it outlives the parser.
  void set_cipher(Cipher *cipher) { this->unsealing_.cipher = cipher; }
  void feed(uint8_t byte);
  void feed(const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) this->feed(bytes[i]);
  }
  /// The line has been silent for longer than any pause inside a telegram (200 ms), or the input has ended.
  void idle();
  /// True while bytes wait for more.
  bool pending() const { return this->length_ != 0; }
  const Counters &counters() const { return this->counters_; }

 private:
  void scan();
  void begin(uint8_t byte);
  /// The candidate's format in what is reported.
  Format format() const { return this->candidate_ == Format::kSealed ? Format::kAscii : this->candidate_; }
  bool is_inside_sealed() const;
  Step push(uint8_t byte);
  Step finish();
  void decide(Step step);
  void judge(Step step);
  void judge_ascii();
  void accept();
  bool read(Telegram &telegram, Cause &cause, Detail &detail);
  void refuse(Cause cause, Detail detail);
  void give_back();
  void make_room();
  bool spend(uint32_t steps);
  void give_up();

  Sink &sink_;
  Counters counters_{};
  HdlcMatcher hdlc_;
  AsciiMatcher ascii_;
  MbusMatcher mbus_;
  SealedMatcher sealed_;
  Format candidate_{Format::kNone};
  Unsealing unsealing_{nullptr, false};
  size_t start_{0};   ///< of the candidate in the buffer
  size_t at_{0};      ///< next byte to look at
  size_t length_{0};  ///< bytes in the buffer
  uint32_t base_{0};  ///< offset of the buffer's first byte
  uint32_t credit_{kMostCredit};
  uint32_t refused_at_{0U - 32U};  ///< offset of the last telegram that was refused, to begin with one that is far enough before the first byte
  uint32_t sealed_to_{0};  ///< encrypted telegrams without a frame are not looked for before this offset: one that did not open ends there
  uint32_t told_{0};  ///< everything before this offset has been reported, taken or refused
  Telegram telegram_{};
  uint8_t buffer_[kCapacity];
};

}  // namespace wattframe
