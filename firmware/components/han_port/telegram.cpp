#include "telegram.h"

namespace wattframe {

namespace {

uint8_t days_in_month(unsigned year, unsigned month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// Whether there is such a time: no month 0, no 30 February, no hour 24.
bool exists(const Clock &clock) {
  return clock.year <= 9999 && clock.month >= 1 && clock.month <= 12 && clock.day >= 1 && clock.day <= days_in_month(clock.year, clock.month) &&
         clock.hour <= 23 && clock.minute <= 59 && clock.second <= 59;
}

bool is_letter(uint8_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool pair(const uint8_t *text, uint8_t &out) {
  if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
  out = static_cast<uint8_t>((text[0] - '0') * 10 + (text[1] - '0'));
  return true;
}

/// `YYMMDDhhmmss`, then W, S or nothing. The letter is not looked at, for it is no zone: Nordic meters send W all year.
/// @source DSMR P1 companion standard 5.0.2, 6.4 (TST)
Clock clock_from_text(Slice text) {
  Clock clock{};
  uint8_t year = 0;
  const bool length_fits = text.length == 12 || (text.length == 13 && is_letter(text.data[12]));
  if (!length_fits || !pair(text.data, year) || !pair(text.data + 2, clock.month) || !pair(text.data + 4, clock.day) ||
      !pair(text.data + 6, clock.hour) || !pair(text.data + 8, clock.minute) || !pair(text.data + 10, clock.second))
    return Clock{};
  clock.year = static_cast<uint16_t>(2000 + year);
  clock.known = exists(clock);
  return clock;
}

/// Year (2 bytes), month, day, weekday, hour, minute, second, hundredths, deviation (2), status. 0xFF means not specified.
/// @source DLMS UA Blue Book, date_time
Clock clock_from_bytes(Slice bytes) {
  Clock clock{};
  if (bytes.length != 12) return clock;
  const uint8_t *const b = bytes.data;
  clock.year = static_cast<uint16_t>(b[0] << 8 | b[1]);
  clock.month = b[2];
  clock.day = b[3];
  clock.hour = b[5];
  clock.minute = b[6];
  clock.second = b[7];
  clock.known = exists(clock);
  return clock;
}

Clock clock_of(const Object &object) {
  if (object.kind == Object::Kind::kClock) return clock_from_bytes(object.bytes);
  if (object.kind == Object::Kind::kGroups) return clock_from_text(trimmed(first_group(object.bytes)));
  return Clock{};
}

bool lacks_unit(const Object &object) {
  return object.kind == Object::Kind::kNumber && object.unit == Unit::kNone && find_quantity(object.obis) != kNoQuantity;
}

}  // namespace

Objects::Objects(Format format, Slice body) : format_(format) {
  if (format == Format::kAscii)
    this->ascii_ = AsciiObjects(body);
  else
    this->cosem_ = CosemObjects(body);
}

uint8_t measured_quantity(const Object &object, int64_t &milli) {
  const uint8_t quantity = find_quantity(object.obis);
  if (quantity == kNoQuantity) return kNoQuantity;
  const Unit unit = quantity_row(quantity).unit;
  Decimal number = object.number;
  const bool found = object.kind == Object::Kind::kGroups ? number_in_groups(object.bytes, unit, number)
                                                          : object.kind == Object::Kind::kNumber && object.unit == unit;
  return found && decimal_to_milli(number, milli) ? quantity : kNoQuantity;
}

bool object_number(const Object &object, int64_t &milli) {
  Decimal number = object.number;
  const bool found = object.kind == Object::Kind::kNumber || (object.kind == Object::Kind::kGroups && only_number_in_groups(object.bytes, number));
  return found && decimal_to_milli(number, milli);
}

bool is_other(const Object &object) {
  int64_t milli;
  return !is_clock(object.obis) && measured_quantity(object, milli) == kNoQuantity;
}

bool read_body(Telegram &telegram, Cause &cause, Detail &detail) {
  telegram.values.clear();
  telegram.clock = Clock{};
  Objects objects = telegram.objects();
  Object object;
  bool any = false;
  bool lacks_units = false;
  while (objects.next(object)) {
    any = true;
    int64_t milli;
    const uint8_t quantity = measured_quantity(object, milli);
    // A meter that lists one quantity twice means the first: later ones are other channels of it.
    if (quantity != kNoQuantity && !telegram.values.has(quantity)) telegram.values.set(quantity, milli);
    if (quantity == kNoQuantity && lacks_unit(object)) lacks_units = true;
    if (is_clock(object.obis) && !telegram.clock.known) telegram.clock = clock_of(object);
  }
  if (telegram.format != Format::kAscii && !telegram.clock.known) telegram.clock = clock_from_bytes(objects.cosem().date_time());
  if (objects.cosem().status() != CosemObjects::Status::kOk) {
    cause = objects.cosem().status() == CosemObjects::Status::kUnsupported ? Cause::kUnsupported : Cause::kMalformed;
    detail = objects.cosem().detail();
    return false;
  }
  cause = Cause::kUnsupported;
  detail = any ? Detail::kNoUnits : Detail::kNoData;
  const bool is_unexplained = lacks_units || (telegram.format != Format::kAscii && !objects.cosem().has_structure());
  return any && !(is_unexplained && telegram.values.empty());
}

}  // namespace wattframe
