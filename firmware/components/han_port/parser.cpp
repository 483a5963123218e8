#include "parser.h"

#include <string.h>

namespace wattframe {

namespace {

// No telegram with a value is shorter, so two that are refused start at least so far from each other.
constexpr uint32_t kShortestTelegram = 32;

}  // namespace

void Parser::feed(uint8_t byte) {
  this->counters_.bytes++;
  this->credit_ = this->credit_ + kStepsPerByte < kMostCredit ? this->credit_ + kStepsPerByte : kMostCredit;
  if (this->length_ == kCapacity) this->make_room();
  this->buffer_[this->length_++] = byte;
  this->scan();
}

/// Drops what stands before the candidate; a candidate that fills the whole buffer is given up.
void Parser::make_room() {
  if (this->start_ == 0) {
    this->counters_.overruns++;
    this->refuse(Cause::kTruncated, Detail::kTooLong);
    this->scan();
    if (this->length_ == 0) return;
  }
  this->length_ -= this->start_;
  this->at_ -= this->start_;
  this->base_ += static_cast<uint32_t>(this->start_);
  memmove(this->buffer_, this->buffer_ + this->start_, this->length_);
  this->start_ = 0;
}

void Parser::scan() {
  while (this->at_ < this->length_) {
    if (!this->spend(1)) return this->give_up();
    this->counters_.steps++;
    const uint8_t byte = this->buffer_[this->at_++];
    if (this->candidate_ == Format::kNone)
      this->begin(byte);
    else
      this->decide(this->push(byte));
  }
  if (this->candidate_ != Format::kNone) return;
  this->base_ += static_cast<uint32_t>(this->length_);
  this->start_ = this->at_ = this->length_ = 0;
}

/// False when the credit does not reach.
bool Parser::spend(uint32_t steps) {
  if (this->credit_ < steps) return false;
  this->credit_ -= steps;
  return true;
}

/// Drops everything in the buffer.
void Parser::give_up() {
  this->counters_.given_up++;
  this->candidate_ = Format::kNone;
  this->base_ += static_cast<uint32_t>(this->length_);
  this->told_ = this->base_;
  this->start_ = this->at_ = this->length_ = 0;
}

void Parser::begin(uint8_t byte) {
  this->start_ = this->at_ - 1;
  if (byte == 0x7E) {
    this->candidate_ = Format::kHdlc;
    this->hdlc_.start();
  } else if (byte == '/') {
    this->candidate_ = Format::kAscii;
    this->ascii_.start();
  } else if (byte == kMbusStart) {
    this->candidate_ = Format::kMbus;
    this->mbus_.start();
  } else if (this->unsealing_.cipher != nullptr && opens_sealed(byte) && !this->is_inside_sealed()) {
    this->candidate_ = Format::kSealed;
    this->sealed_.start();
  }
}

bool Parser::is_inside_sealed() const { return static_cast<int32_t>(this->sealed_to_ - (this->base_ + static_cast<uint32_t>(this->start_))) > 0; }

Step Parser::push(uint8_t byte) {
  switch (this->candidate_) {
    case Format::kHdlc: return this->hdlc_.push(byte);
    case Format::kMbus: return this->mbus_.push(byte);
    case Format::kSealed: return this->sealed_.push(byte);
    default: return this->ascii_.push(byte);
  }
}

/// What the candidate is when no more bytes come.
Step Parser::finish() {
  switch (this->candidate_) {
    case Format::kHdlc: return this->hdlc_.finish();
    case Format::kMbus: return this->mbus_.finish();
    case Format::kSealed: return this->sealed_.finish();
    default: return this->ascii_.finish();
  }
}

void Parser::decide(Step step) {
  const bool is_ascii = this->candidate_ == Format::kAscii;
  if ((is_ascii && step == Step::kDone && !this->ascii_.took_last()) || step == Step::kTruncated) this->at_--;
  is_ascii && step == Step::kDone ? this->judge_ascii() : this->judge(step);
}

void Parser::judge(Step step) {
  if (step == Step::kMore) return;
  if (step == Step::kDone || (step == Step::kNoCrc && this->unsealing_.allow_no_crc)) return this->accept();
  Cause cause;
  if (cause_of(step, cause))
    this->refuse(cause, Detail::kNone);
  else
    this->give_back();
}

/// The end of an ASCII telegram has come: its checksum decides.
void Parser::judge_ascii() {
  const Slice body{this->buffer_ + this->start_, this->ascii_.body_length()};
  const uint32_t steps = kVerdictPasses * static_cast<uint32_t>(body.length);
  if (!this->spend(steps)) return this->give_up();
  this->counters_.steps += steps;
  const AsciiVerdict verdict = ascii_verdict(body, this->ascii_.identification_length(), this->ascii_.checksum());
  if (verdict.step == Step::kTruncated) this->at_ = this->start_ + verdict.cut;
  this->judge(verdict.step);
}

void Parser::accept() {
  Telegram &telegram = this->telegram_;
  const bool is_sealed = this->candidate_ == Format::kSealed;
  telegram.format = this->format();
  telegram.offset = this->base_ + static_cast<uint32_t>(this->start_);
  telegram.bytes = static_cast<uint32_t>(this->at_ - this->start_);
  this->told_ = telegram.offset + telegram.bytes;
  this->counters_.last_format = telegram.format;
  Cause cause;
  Detail detail;
  const bool good = this->read(telegram, cause, detail);
  this->candidate_ = Format::kNone;
  if (good) {
    this->sealed_to_ = this->told_;
    this->counters_.ok++;
    this->sink_.on_telegram(telegram);
    return;
  }
  // Where its check held there is no other start inside: the hunt goes on behind it. One without a frame has shown no check.
  if (is_sealed) {
    this->sealed_to_ = this->told_;
    this->give_back();
  }
  this->counters_.refused[static_cast<uint8_t>(cause)]++;
  this->sink_.on_refusal({telegram.format, cause, detail, telegram.offset, telegram.bytes});
}

/// Fills body, clock and values from the candidate, whose checks hold.
bool Parser::read(Telegram &telegram, Cause &cause, Detail &detail) {
  uint8_t *const first = this->buffer_ + this->start_;
  if (this->candidate_ == Format::kSealed) return read_apdu(telegram, {first, telegram.bytes}, this->unsealing_, cause, detail);
  if (this->candidate_ == Format::kAscii) {
    telegram.body = {first, this->ascii_.body_length()};
    return read_body(telegram, cause, detail);
  }
  Slice apdu;
  cause = Cause::kUnsupported;
  return apdu_in_frames(this->candidate_, first, telegram.bytes, apdu, detail) && read_apdu(telegram, apdu, this->unsealing_, cause, detail);
}

/// Reports a refused telegram once: not again for every byte inside it that looked like a start.
void Parser::refuse(Cause cause, Detail detail) {
  const uint32_t offset = this->base_ + static_cast<uint32_t>(this->start_);
  const uint32_t end = this->base_ + static_cast<uint32_t>(this->at_);
  this->counters_.resyncs++;
  const bool is_telegram = this->candidate_ != Format::kAscii || holds_object({this->buffer_ + this->start_, this->at_ - this->start_});
  if (is_telegram && static_cast<int32_t>(end - this->told_) > 0 && offset - this->refused_at_ >= kShortestTelegram) {
    this->refused_at_ = offset;
    this->told_ = end;
    this->counters_.refused[static_cast<uint8_t>(cause)]++;
    this->sink_.on_refusal({this->format(), cause, detail, offset, end - offset});
  }
  this->give_back();
}

void Parser::give_back() {
  this->candidate_ = Format::kNone;
  this->at_ = this->start_ + 1;
}

void Parser::idle() {
  while (this->candidate_ != Format::kNone) {
    this->at_ = this->length_;
    const Step step = this->finish();
    step == Step::kDone ? this->judge_ascii() : this->judge(step);
    this->scan();
  }
}

}  // namespace wattframe
