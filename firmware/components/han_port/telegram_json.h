#pragma once

#include "telegram.h"
#include "text_writer.h"

namespace wattframe {

/// What the reader adds to a telegram.
struct Stamp {
  uint32_t sequence;        ///< grows by one per telegram since boot
  uint32_t uptime_seconds;  ///< since boot
  uint32_t ok;              ///< telegrams taken
  uint32_t bad;             ///< telegrams refused
};

/// `efs` (HDLC), `efs2` (ASCII) or `mbus`.
FlashText format_name(Format format);

/// `YYYY-MM-DDThh:mm:ss`, without a zone.
void write_clock(TextWriter &out, const Clock &clock);

/// The value of an object outside the table of quantities, as the inside of a JSON string: the meter's own text, several groups
/// with their parentheses, numbers with their unit, bytes that are no text in hex. Cut at `kMoreTextMax` bytes.
void write_other(TextWriter &out, const Object &object);
constexpr size_t kMoreTextMax = 96;

/// Writes the telegram that goes to MQTT: whole numbers of W, var, Wh, varh, mA, mV and mHz under `obis`, everything else under
/// `more`, identifiers excepted. Objects that do not fit the buffer are left out of `more`; false only when not even the quantities fit.
bool write_telegram(TextWriter &out, const Telegram &telegram, const Stamp &stamp);

/// The diagnostics' part that comes from the parser: `"bytes":…,"ok":…,"bad":{…},"resyncs":…,"overruns":…,"givenUp":…`.
void write_counters(TextWriter &out, const struct Counters &counters);

}  // namespace wattframe
