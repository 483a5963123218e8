#include "telegram_json.h"

#include "parser.h"

namespace wattframe {

namespace {

constexpr size_t kStatRoom = 48;  // `},"stat":{"ok":4294967295,"bad":4294967295}}`

/// Amperes, volts and hertz are published in thousandths; everything else in whole base units.
int64_t published(uint8_t quantity, int64_t milli) {
  return is_in_thousandths(quantity_row(quantity).unit) ? milli : milli_to_whole(milli);
}

void member(TextWriter &out, FlashText name, int64_t value) {
  out.put('"');
  out.text(name);
  out.text(FLASH_TEXT("\":"));
  out.integer(value);
}

bool is_text(Slice bytes) {
  for (size_t i = 0; i < bytes.length; i++)
    if (bytes.data[i] < 0x20 || bytes.data[i] > 0x7E) return false;
  return true;
}

void write_bytes(TextWriter &out, Slice bytes, bool as_hex) {
  for (size_t i = 0; i < bytes.length; i++) {
    if (i == kMoreTextMax) return out.text(FLASH_TEXT("..."));
    if (as_hex)
      out.hex(bytes.data[i]);
    else if (bytes.data[i] != '\r' && bytes.data[i] != '\n')
      out.json_byte(bytes.data[i]);
  }
}

void write_values(TextWriter &out, const Values &values) {
  bool first = true;
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    if (!values.has(i)) continue;
    out.text(first ? FLASH_TEXT("\"") : FLASH_TEXT(",\""));
    const QuantityRow row = quantity_row(i);
    out.obis({1, 0, row.c, row.d, row.e});
    out.text(FLASH_TEXT("\":"));
    out.integer(published(i, values.milli(i)));
    first = false;
  }
}

/// Writes as many of the other objects as fit, each whole.
void write_more(TextWriter &out, const Telegram &telegram) {
  Objects objects = telegram.objects();
  Object object;
  bool first = true;
  while (objects.next(object)) {
    if (!is_other(object) || is_identifier(object.obis)) continue;
    const size_t before = out.length();
    out.text(first ? FLASH_TEXT("\"") : FLASH_TEXT(",\""));
    out.obis(object.obis);
    out.text(FLASH_TEXT("\":\""));
    write_other(out, object);
    out.put('"');
    if (out.overflowed() || out.room() < kStatRoom)
      out.rewind(before);
    else
      first = false;
  }
}

}  // namespace

FlashText format_name(Format format) {
  if (format == Format::kMbus) return FLASH_TEXT("mbus");
  return format == Format::kAscii ? FLASH_TEXT("efs2") : FLASH_TEXT("efs");
}

void write_clock(TextWriter &out, const Clock &clock) {
  out.two_digits(clock.year / 100U);
  out.two_digits(clock.year % 100U);
  const uint8_t parts[] = {clock.month, clock.day, clock.hour, clock.minute, clock.second};
  for (int i = 0; i < 5; i++) {
    out.put("--T::"[i]);
    out.two_digits(parts[i]);
  }
}

void write_other(TextWriter &out, const Object &object) {
  switch (object.kind) {
    case Object::Kind::kEmpty: return;
    case Object::Kind::kNumber:
      out.decimal(object.number);
      if (unit_symbol(object.unit)[0] != 0) out.put('*');
      return out.text(unit_symbol(object.unit));
    case Object::Kind::kGroups: {
      const Slice group = first_group(object.bytes);
      return write_bytes(out, group.length + 2 == object.bytes.length ? group : object.bytes, false);
    }
    case Object::Kind::kText:
    case Object::Kind::kClock: return write_bytes(out, object.bytes, !is_text(object.bytes));
  }
}

bool write_telegram(TextWriter &out, const Telegram &telegram, const Stamp &stamp) {
  out.put('{');
  member(out, FLASH_TEXT("v"), 1);
  out.put(',');
  member(out, FLASH_TEXT("seq"), stamp.sequence);
  out.put(',');
  member(out, FLASH_TEXT("up"), stamp.uptime_seconds);
  out.text(FLASH_TEXT(",\"fmt\":\""));
  out.text(format_name(telegram.format));
  out.put('"');
  if (telegram.clock.known) {
    out.text(FLASH_TEXT(",\"clock\":\""));
    write_clock(out, telegram.clock);
    out.put('"');
  }
  out.text(FLASH_TEXT(",\"obis\":{"));
  write_values(out, telegram.values);
  out.text(FLASH_TEXT("},\"more\":{"));
  if (out.overflowed() || out.room() < kStatRoom) return false;
  write_more(out, telegram);
  out.text(FLASH_TEXT("},\"stat\":{"));
  member(out, FLASH_TEXT("ok"), stamp.ok);
  out.put(',');
  member(out, FLASH_TEXT("bad"), stamp.bad);
  out.text(FLASH_TEXT("}}"));
  return !out.overflowed();
}

void write_counters(TextWriter &out, const Counters &counters) {
  static const char kNames[kCauseCount][12] IN_FLASH = {"crc", "noCrc", "hcs", "fcs", "truncated", "unsupported", "malformed"};
  member(out, FLASH_TEXT("bytes"), counters.bytes);
  out.put(',');
  member(out, FLASH_TEXT("ok"), counters.ok);
  out.text(FLASH_TEXT(",\"bad\":{"));
  for (uint8_t i = 0; i < kCauseCount; i++) {
    if (i > 0) out.put(',');
    member(out, FlashText(kNames[i]), counters.refused[i]);
  }
  out.text(FLASH_TEXT("},"));
  member(out, FLASH_TEXT("resyncs"), counters.resyncs);
  out.put(',');
  member(out, FLASH_TEXT("overruns"), counters.overruns);
  out.put(',');
  member(out, FLASH_TEXT("givenUp"), counters.given_up);
}

}  // namespace wattframe
