#pragma once

#include "ascii_objects.h"
#include "cosem_objects.h"
#include "object.h"
#include "quantity.h"
#include "refusal.h"

namespace wattframe {

/// How a telegram is sent. kSealed is only looked for: an encrypted one without a frame, which is ASCII when it has been opened.
enum class Format : uint8_t { kNone, kHdlc, kAscii, kMbus, kSealed };

/// The objects of a telegram in any format, in the order in which they were sent.
class Objects {
 public:
  Objects(Format format, Slice body);
  bool next(Object &object) { return this->format_ == Format::kAscii ? this->ascii_.next(object) : this->cosem_.next(object); }
  const CosemObjects &cosem() const { return this->cosem_; }

 private:
  Format format_;
  AsciiObjects ascii_;
  CosemObjects cosem_;
};

/// The meter's own time, local and without a zone. `known` is false where the telegram has none that can be read.
struct Clock {
  bool known;
  uint16_t year;
  uint8_t month, day, hour, minute, second;
};

/// One telegram that has passed its check. It points into the parser's or a cipher's buffer: valid only while the sink is called.
struct Telegram {
  Format format;
  /// Of the first byte, counted from the parser's first byte ever, modulo 2^32.
  uint32_t offset;
  /// From the first byte to the last check byte.
  uint32_t bytes;
  Clock clock;
  Values values;
  /// ASCII: from '/' to before '!'. HDLC and M-Bus: the APDU.
  Slice body;

  Objects objects() const { return {this->format, this->body}; }
};

/// One telegram, or a piece of one, from which nothing is taken.
struct Refusal {
  Format format;
  Cause cause;
  Detail detail;
  uint32_t offset;
  uint32_t bytes;
};

/// Fills clock and values from the body. False with cause and detail when the body is no list that can be believed.
bool read_body(Telegram &telegram, Cause &cause, Detail &detail);

/// The quantity whose number `object` carries with a fitting unit, kNoQuantity for everything else.
/// `milli` is in thousandths of the base unit.
uint8_t measured_quantity(const Object &object, int64_t &milli);

/// The number of any object in thousandths of the unit that it was sent in. False when it has none, or more than one.
bool object_number(const Object &object, int64_t &milli);

/// True for an object that is listed as unknown or under `more`: neither a quantity's own line nor the clock.
bool is_other(const Object &object);

}  // namespace wattframe
