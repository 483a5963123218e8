#include "ascii_objects.h"

namespace wattframe {

namespace {

bool is_line_end(uint8_t c) { return c == '\r' || c == '\n'; }

/// Reads one group of a code, 0 to 255, and moves `at` behind it.
bool code_part(const uint8_t *&at, const uint8_t *end, uint8_t &out) {
  unsigned value = 0;
  const uint8_t *const first = at;
  while (at < end && *at >= '0' && *at <= '9' && at - first < 3) value = value * 10 + (*at++ - '0');
  out = static_cast<uint8_t>(value);
  return at > first && value <= 255;
}

bool sign(const uint8_t *&at, const uint8_t *end, char expected) {
  if (at >= end || *at != static_cast<uint8_t>(expected)) return false;
  at++;
  return true;
}

/// Reads `A-B:C.D.E`, with group F after '*' or '.' where a meter writes it.
bool code(const uint8_t *&at, const uint8_t *end, Obis &obis) {
  const bool read = code_part(at, end, obis.a) && sign(at, end, '-') && code_part(at, end, obis.b) && sign(at, end, ':') &&
                    code_part(at, end, obis.c) && sign(at, end, '.') && code_part(at, end, obis.d) && sign(at, end, '.') &&
                    code_part(at, end, obis.e);
  if (!read) return false;
  uint8_t f = 0;
  if (sign(at, end, '*') || sign(at, end, '.')) return code_part(at, end, f);
  return true;
}

/// The number of a group `number*unit` when its unit is `unit`; blanks around either are padding.
bool number_in_group(Slice group, Unit unit, Decimal &number) {
  size_t star = 0;
  while (star < group.length && group.data[star] != '*') star++;
  if (star == group.length) return false;
  const Slice digits = trimmed({group.data, star});
  const Slice name = trimmed({group.data + star + 1, group.length - star - 1});
  const ScaledUnit scaled = unit_from_text(name.data, name.length);
  if (scaled.unit != unit || !decimal_from_text(digits.data, digits.length, number)) return false;
  number.exponent = static_cast<int16_t>(number.exponent + scaled.exponent);
  return true;
}

/// The next `(…)` at or behind `at`, without its parentheses. False when there is none.
bool next_group(const uint8_t *&at, const uint8_t *end, Slice &group) {
  while (at < end && *at != '(') at++;
  if (at >= end) return false;
  const uint8_t *const first = ++at;
  while (at < end && *at != ')') at++;
  group = {first, static_cast<size_t>(at - first)};
  return at < end;
}

}  // namespace

AsciiObjects::AsciiObjects(Slice telegram) : at_(telegram.data), end_(telegram.data + telegram.length) {
  this->line();  // the identification
}

Slice AsciiObjects::line() {
  while (this->at_ < this->end_ && is_line_end(*this->at_)) this->at_++;
  const uint8_t *const first = this->at_;
  while (this->at_ < this->end_ && !is_line_end(*this->at_)) this->at_++;
  return {first, static_cast<size_t>(this->at_ - first)};
}

bool AsciiObjects::next(Object &object) {
  for (;;) {
    const Slice line = this->line();
    if (line.length == 0) return false;
    const uint8_t *at = line.data;
    const uint8_t *end = line.data + line.length;
    if (!code(at, end, object.obis) || at >= end || *at != '(') continue;
    // Old gas meters write their value on a line of its own, which begins with its parenthesis.
    for (const uint8_t *before = this->at_;; before = this->at_) {
      const Slice more = this->line();
      if (more.length == 0 || more.data[0] != '(') {
        this->at_ = before;
        break;
      }
      end = more.data + more.length;
    }
    while (end > at && end[-1] != ')') end--;
    if (end == at) continue;
    object.kind = Object::Kind::kGroups;
    object.number = {0, 0};
    object.unit = Unit::kNone;
    object.bytes = {at, static_cast<size_t>(end - at)};
    return true;
  }
}

bool number_in_groups(Slice groups, Unit unit, Decimal &number) {
  const uint8_t *at = groups.data;
  const uint8_t *const end = groups.data + groups.length;
  Slice group;
  Decimal one;
  int fitting = 0;
  while (next_group(at, end, group)) {
    if (!number_in_group(group, unit, one)) continue;
    number = one;
    fitting++;
  }
  return fitting == 1;
}

bool only_number_in_groups(Slice groups, Decimal &number) {
  const uint8_t *at = groups.data;
  const uint8_t *const end = groups.data + groups.length;
  int all = 0;
  int with_unit = 0;
  Slice digits{groups.data, 0};
  for (Slice group; next_group(at, end, group); all++) {
    size_t star = 0;
    while (star < group.length && group.data[star] != '*') star++;
    if (star < group.length) with_unit++;
    if (star < group.length || with_unit == 0) digits = trimmed({group.data, star});
  }
  return (with_unit == 1 || (with_unit == 0 && all == 1)) && decimal_from_text(digits.data, digits.length, number);
}

Slice trimmed(Slice text) {
  while (text.length > 0 && text.data[0] == ' ') text = {text.data + 1, text.length - 1};
  while (text.length > 0 && text.data[text.length - 1] == ' ') text.length--;
  return text;
}

Slice first_group(Slice groups) {
  const uint8_t *at = groups.data;
  Slice group{groups.data, 0};
  next_group(at, groups.data + groups.length, group);
  return group;
}

}  // namespace wattframe
