#include "cosem_objects.h"

namespace wattframe {

namespace {

// Tags of A-XDR. @source DLMS UA Green Book, encoding of Data
constexpr uint8_t kNull = 0, kArray = 1, kStructure = 2, kBoolean = 3, kInt32 = 5, kUint32 = 6, kOctetString = 9,
                  kVisibleString = 10, kUtf8String = 12, kBcd = 13, kInt8 = 15, kInt16 = 16, kUint8 = 17, kUint16 = 18,
                  kInt64 = 20, kUint64 = 21, kEnum = 22, kFloat32 = 23, kFloat64 = 24, kDateTime = 25, kDate = 26, kTime = 27;
constexpr size_t kDateTimeLength = 12;
constexpr size_t kCodeLength = 6;
constexpr Obis kClockCode{0, 0, 1, 0, 0}, kNumberCode{0, 0, 96, 1, 0};
constexpr int kMaxLevels = 8;  // lists on this port nest three deep; the limit protects the chip's small stack
constexpr int kObjectLevels = 2;  // the list itself and the structure of one object

constexpr uint8_t kDataNotification = 0x0F, kGeneralBlockTransfer = 0xE0;

/// Width in bytes of the types that always have the same one, 0 for the others.
size_t fixed_width(uint8_t tag) {
  switch (tag) {
    case kBoolean: case kBcd: case kInt8: case kUint8: case kEnum: return 1;
    case kInt16: case kUint16: return 2;
    case kInt32: case kUint32: case kFloat32: case kTime: return 4;
    case kDate: return 5;
    case kInt64: case kUint64: case kFloat64: return 8;
    case kDateTime: return kDateTimeLength;
    default: return 0;
  }
}

}  // namespace

CosemObjects::CosemObjects(Slice apdu) : at_(apdu.data), end_(apdu.data + apdu.length) {
  if (this->header()) this->list_head();
}

bool CosemObjects::fail(Status status, Detail detail) {
  if (this->status_ == Status::kOk) {
    this->status_ = status;
    this->detail_ = detail;
  }
  return false;
}

bool CosemObjects::take(uint8_t &byte) {
  if (this->at_ >= this->end_) return this->fail(Status::kMalformed, Detail::kEndsEarly);
  byte = *this->at_++;
  return true;
}

bool CosemObjects::take_bytes(size_t length, Slice &bytes) {
  if (static_cast<size_t>(this->end_ - this->at_) < length) return this->fail(Status::kMalformed, Detail::kEndsEarly);
  bytes = {this->at_, length};
  this->at_ += length;
  return true;
}

bool CosemObjects::take_unsigned(size_t width, uint64_t &value) {
  Slice bytes;
  if (!this->take_bytes(width, bytes)) return false;
  value = 0;
  for (size_t i = 0; i < width; i++) value = value << 8 | bytes.data[i];
  return true;
}

bool CosemObjects::take_length(size_t &length) {
  uint8_t first;
  if (!this->take(first)) return false;
  length = first;
  if (first < 0x80) return true;
  uint64_t value;
  if (first != 0x81 && first != 0x82) return this->fail(Status::kMalformed, Detail::kUnknownType);  // longer than any frame
  if (!this->take_unsigned(first & 0x0FU, value)) return false;
  length = static_cast<size_t>(value);
  return true;
}

/// APDU tag, long-invoke-id, date-time: with length 0, with 12 bytes, or as a tagged octet-string (Kaifa).
bool CosemObjects::header() {
  if (this->at_ == this->end_) return this->fail(Status::kUnsupported, Detail::kNoData);
  uint8_t tag;
  if (!this->take(tag)) return false;
  if (tag == kGeneralBlockTransfer) return this->fail(Status::kUnsupported, Detail::kBlockTransfer);
  if (tag != kDataNotification) return this->fail(Status::kUnsupported, Detail::kOtherApdu);
  uint64_t invoke_id;
  size_t length;
  if (!this->take_unsigned(4, invoke_id) || !this->take_length(length)) return false;
  if (length == kOctetString && !this->take_length(length)) return false;
  if (length != 0 && length != kDateTimeLength) return this->fail(Status::kMalformed, Detail::kUnknownType);
  return this->take_bytes(length, this->date_time_);
}

bool CosemObjects::list_head() {
  uint8_t tag;
  if (!this->take(tag)) return false;
  if (tag != kArray && tag != kStructure) return this->fail(Status::kUnsupported, Detail::kNoCodes);
  return this->take_length(this->left_);
}

bool CosemObjects::next(Object &object) {
  if (this->status_ != Status::kOk) return false;
  if (this->left_ == 0) {
    if (this->at_ != this->end_) this->fail(Status::kMalformed, Detail::kTrailingBytes);
    return false;
  }
  this->left_--;
  const bool is_first = this->is_first_;
  this->is_first_ = false;
  uint8_t tag;
  if (!this->take(tag)) return false;
  return tag == kStructure ? this->structure(object) : this->bare(object, tag, is_first);
}

/// The code of an object, behind its tag.
bool CosemObjects::code(Object &object) {
  size_t length;
  Slice code;
  if (!this->take_length(length)) return false;
  if (length != kCodeLength) return this->fail(Status::kUnsupported, Detail::kNoCodes);
  if (!this->take_bytes(length, code)) return false;
  object.obis = {code.data[0], code.data[1], code.data[2], code.data[3], code.data[4]};
  return true;
}

/// Code, value and, in any order, scaler with unit and the time at which the value was read. A value with such a time is left empty: what is
/// published of an object has no place for it, and the value may be an hour old.
bool CosemObjects::structure(Object &object) {
  this->has_structure_ = true;
  uint8_t count;
  uint8_t tag;
  if (!this->take(count) || !this->take(tag)) return false;
  if (tag != kOctetString || count < 2 || count > 4) return this->fail(Status::kUnsupported, Detail::kNoCodes);
  if (!this->code(object) || !this->value(object)) return false;
  bool has_time = false;
  for (; count > 2; count--) {
    has_time = has_time || (this->end_ - this->at_ > 1 && this->at_[0] == kOctetString && this->at_[1] == kDateTimeLength);
    if (!this->scaler_and_unit(object)) return false;
  }
  if (has_time) object.kind = Object::Kind::kEmpty;
  return true;
}

/// What is in the list itself, outside a structure: a code with what belongs to it, or the meter's clock or number without one.
bool CosemObjects::bare(Object &object, uint8_t tag, bool is_first) {
  const uint8_t length = this->at_ < this->end_ ? *this->at_ : 0;
  if (tag == kOctetString && length == kCodeLength && this->left_ > 0) {
    this->left_--;
    if (!this->code(object) || !this->value(object)) return false;
    if (this->left_ == 0 || !this->scaling_follows()) return true;
    this->left_--;
    this->has_structure_ = true;
    return this->scaler_and_unit(object);
  }
  const bool is_clock = is_first && ((tag == kOctetString && length == kDateTimeLength) || tag == kDateTime);
  const bool is_number = !is_first && this->left_ == 0 && tag == kOctetString;
  if (!is_clock && !is_number) return this->fail(Status::kUnsupported, Detail::kNoCodes);
  object.obis = is_clock ? kClockCode : kNumberCode;
  this->at_--;
  return this->value(object);
}

bool CosemObjects::value(Object &object) {
  object.kind = Object::Kind::kEmpty;
  object.number = {0, 0};
  object.unit = Unit::kNone;
  object.bytes = {this->at_, 0};
  uint8_t tag;
  if (!this->take(tag)) return false;
  size_t length;
  switch (tag) {
    case kInt8: case kInt16: case kInt32: case kInt64: return this->integer(object, fixed_width(tag), true);
    case kUint8: case kUint16: case kUint32: case kUint64: case kEnum: return this->integer(object, fixed_width(tag), false);
    case kDateTime:
      object.kind = Object::Kind::kClock;
      return this->take_bytes(kDateTimeLength, object.bytes);
    case kOctetString: case kVisibleString: case kUtf8String:
      if (!this->take_length(length)) return false;
      object.kind = is_clock(object.obis) && length == kDateTimeLength ? Object::Kind::kClock : Object::Kind::kText;
      return this->take_bytes(length, object.bytes);
    default:
      this->at_--;
      return this->skip(kObjectLevels + 1);
  }
}

bool CosemObjects::integer(Object &object, size_t width, bool is_signed) {
  uint64_t raw;
  if (!this->take_unsigned(width, raw)) return false;
  const uint64_t sign_bit = uint64_t{1} << (width * 8 - 1);
  if (!is_signed && width == 8 && (raw & sign_bit) != 0) return true;  // beyond what is counted here: shown as empty
  object.kind = Object::Kind::kNumber;
  object.number = {static_cast<int64_t>(is_signed ? (raw ^ sign_bit) - sign_bit : raw), 0};
  return true;
}

bool CosemObjects::scaling_follows() const {
  return this->end_ - this->at_ >= 6 && this->at_[0] == kStructure && this->at_[1] == 2 && this->at_[2] == kInt8 && this->at_[4] == kEnum;
}

/// `{int8 scaler, enum unit}`; a part of any other shape is passed over, and the value stays without a unit.
bool CosemObjects::scaler_and_unit(Object &object) {
  if (!this->scaling_follows()) return this->skip(kObjectLevels + 1);
  const uint8_t scaler = this->at_[3];
  object.number.exponent = static_cast<int16_t>(scaler < 0x80 ? scaler : scaler - 0x100);
  object.unit = unit_from_code(this->at_[5]);
  this->at_ += 6;
  return true;
}

/// Passes over one value of any type, which is on the given level of nested lists if it is one.
bool CosemObjects::skip(int level) {
  uint8_t tag;
  if (!this->take(tag)) return false;
  if (tag == kNull) return true;
  size_t length = fixed_width(tag);
  Slice bytes;
  if (length != 0) return this->take_bytes(length, bytes);
  const bool nested = tag == kArray || tag == kStructure;
  const bool counted = tag == kOctetString || tag == kVisibleString || tag == kUtf8String;
  if (!nested && !counted) return this->fail(Status::kUnsupported, Detail::kUnknownType);
  if (!this->take_length(length)) return false;
  if (counted) return this->take_bytes(length, bytes);
  if (level > kMaxLevels) return this->fail(Status::kMalformed, Detail::kTooDeep);
  for (size_t i = 0; i < length; i++)
    if (!this->skip(level + 1)) return false;
  return true;
}

}  // namespace wattframe
