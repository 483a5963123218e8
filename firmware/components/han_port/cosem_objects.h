#pragma once

#include "object.h"
#include "refusal.h"

namespace wattframe {

/// Walks the objects of a data-notification that has already passed its check: a list of structures
/// {code, value} or {code, value, {scaler, unit}}, or the same one after the other, as Austrian meters send it: then the meter's clock may come before
/// the first and its number behind the last. Integers are signed or unsigned as they are tagged.
/// @source IEC 62056-6-2 (data types), IEC 62056-5-3 (data-notification), DLMS UA Green Book (A-XDR)
class CosemObjects {
 public:
  enum class Status : uint8_t { kOk, kUnsupported, kMalformed };

  CosemObjects() = default;
  explicit CosemObjects(Slice apdu);

  /// The next object. False at the end and at the first fault: `status` tells which.
  bool next(Object &object);

  /// True when anything in the list came as a structure: numbers with units do, in either form.
  bool has_structure() const { return this->has_structure_; }
  Status status() const { return this->status_; }
  Detail detail() const { return this->detail_; }
  /// The 12 bytes of the notification's own date-time; length 0 when it has none.
  Slice date_time() const { return this->date_time_; }

 private:
  bool fail(Status status, Detail detail);
  bool take(uint8_t &byte);
  bool take_length(size_t &length);
  bool take_bytes(size_t length, Slice &bytes);
  bool take_unsigned(size_t width, uint64_t &value);
  bool header();
  bool list_head();
  bool code(Object &object);
  bool structure(Object &object);
  bool bare(Object &object, uint8_t tag, bool is_first);
  bool scaling_follows() const;
  bool value(Object &object);
  bool integer(Object &object, size_t width, bool is_signed);
  bool scaler_and_unit(Object &object);
  bool skip(int level);

  const uint8_t *at_{nullptr};
  const uint8_t *end_{nullptr};
  Slice date_time_{nullptr, 0};
  size_t left_{0};
  bool is_first_{true};
  bool has_structure_{false};
  Status status_{Status::kOk};
  Detail detail_{Detail::kNone};
};

}  // namespace wattframe
