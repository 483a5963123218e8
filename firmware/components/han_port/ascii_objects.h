#pragma once

#include "object.h"

namespace wattframe {

/// Walks the objects of an ASCII telegram that has already passed its check.
/// @source IEC 62056-21, mode D; DSMR P1 companion standard 5.0.2, 6.2
class AsciiObjects {
 public:
  AsciiObjects() = default;
  /// `telegram` begins at '/' and ends before '!'.
  explicit AsciiObjects(Slice telegram);

  /// The next object; lines of any other shape are passed over. False at the end.
  bool next(Object &object);

 private:
  Slice line();

  const uint8_t *at_{nullptr};
  const uint8_t *end_{nullptr};
};

/// The number of the one group `(number*unit)` whose unit is `unit`. False when there is none, or more than one.
bool number_in_groups(Slice groups, Unit unit, Decimal &number);

/// The number of the one group `(number*unit)`, whatever its unit, or of the only group where none has a unit. False when there is no such number.
bool only_number_in_groups(Slice groups, Decimal &number);

/// A text without the blanks at both ends.
Slice trimmed(Slice text);

/// The bytes of the first group, without its parentheses.
Slice first_group(Slice groups);

}  // namespace wattframe
