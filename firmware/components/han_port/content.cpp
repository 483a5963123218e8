#include "content.h"

#include "ascii_matcher.h"
#include "hdlc_matcher.h"
#include "mbus_matcher.h"

namespace wattframe {

namespace {

bool begins_with_llc(Slice information) {
  for (size_t i = 0; i < kLlcLength; i++)
    if (i >= information.length || !is_llc(i, information.data[i])) return false;
  return true;
}

/// The plain text of an encrypted telegram without a frame: one ASCII telegram with its checksum.
bool read_plain_ascii(Telegram &telegram, Slice plain, bool allow_no_crc, Cause &cause, Detail &detail) {
  cause = Cause::kUnsupported;
  detail = Detail::kNoTelegram;
  if (plain.length == 0 || plain.data[0] != '/') return false;
  AsciiMatcher matcher;
  matcher.start();
  Step step = Step::kMore;
  for (size_t at = 1; step == Step::kMore && at < plain.length; at++) step = matcher.push(plain.data[at]);
  if (step == Step::kMore) step = matcher.finish();
  telegram.body = {plain.data, matcher.body_length()};
  if (step == Step::kDone) step = ascii_verdict(telegram.body, matcher.identification_length(), matcher.checksum()).step;
  if (step == Step::kDone || (step == Step::kNoCrc && allow_no_crc)) return read_body(telegram, cause, detail);
  if (cause_of(step, cause)) detail = Detail::kNone;
  return false;
}

bool read_plain(Telegram &telegram, Slice plain, bool allow_no_crc, Cause &cause, Detail &detail) {
  if (telegram.format == Format::kAscii) return read_plain_ascii(telegram, plain, allow_no_crc, cause, detail);
  telegram.body = plain;
  return read_body(telegram, cause, detail);
}

/// A refusal of what a key has proved to be right is reported as it is. Of any other plain text that cannot be read nothing is: it is garbage, or somebody's.
bool read_sealed(Telegram &telegram, Slice apdu, const Unsealing &unsealing, Cause &cause, Detail &detail) {
  cause = Cause::kUnsupported;
  Sealed sealed{};
  if (!sealed_in(apdu, sealed, detail)) return false;
  detail = Detail::kNoKey;
  if (unsealing.cipher == nullptr) return false;
  const Opened opened = unsealing.cipher->open(sealed);
  const bool good = read_plain(telegram, opened.plain, unsealing.allow_no_crc, cause, detail);
  if (opened.tag == Opened::Tag::kRight || (good && opened.tag == Opened::Tag::kUnchecked)) return good;
  cause = Cause::kUnsupported;
  detail = good ? Detail::kOtherAuthentication : Detail::kOtherKey;
  return false;
}

}  // namespace

bool apdu_in_frames(Format format, uint8_t *frames, size_t length, Slice &apdu, Detail &detail) {
  const bool is_mbus = format == Format::kMbus;
  apdu = {frames, is_mbus ? join_mbus_contents(frames, length) : join_information(frames, length)};
  detail = Detail::kNoData;
  if (apdu.length == 0) return false;
  if (is_mbus) return true;
  detail = Detail::kNoLlc;
  if (!begins_with_llc(apdu)) return false;
  apdu = {apdu.data + kLlcLength, apdu.length - kLlcLength};
  return true;
}

bool read_apdu(Telegram &telegram, Slice apdu, const Unsealing &unsealing, Cause &cause, Detail &detail) {
  if (apdu.length > 0 && opens_sealed(apdu.data[0])) return read_sealed(telegram, apdu, unsealing, cause, detail);
  telegram.body = apdu;
  return read_body(telegram, cause, detail);
}

}  // namespace wattframe
