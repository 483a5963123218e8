#include "decode_line.h"

#include <algorithm>

#include "../components/han_port/telegram_json.h"

namespace wattframe {

const char *const kQuantityNames[kQuantityCount] = {
    "activePowerImportW",        "activeEnergyImportWh",      "activeEnergyImportT1Wh",    "activeEnergyImportT2Wh",
    "activeEnergyImportT3Wh",    "activeEnergyImportT4Wh",    "activePowerExportW",        "activeEnergyExportWh",
    "activeEnergyExportT1Wh",    "activeEnergyExportT2Wh",    "activeEnergyExportT3Wh",    "activeEnergyExportT4Wh",
    "reactivePowerImportVar",    "reactiveEnergyImportVarh",  "reactivePowerExportVar",    "reactiveEnergyExportVarh",
    "frequencyHz",               "activePowerImportL1W",      "activePowerExportL1W",      "reactivePowerImportL1Var",
    "reactivePowerExportL1Var",  "currentL1A",                "voltageL1V",                "activePowerImportL2W",
    "activePowerExportL2W",      "reactivePowerImportL2Var",  "reactivePowerExportL2Var",  "currentL2A",
    "voltageL2V",                "activePowerImportL3W",      "activePowerExportL3W",      "reactivePowerImportL3Var",
    "reactivePowerExportL3Var",  "currentL3A",                "voltageL3V",
};

namespace {

const char *id_of(Format format) {
  if (format == Format::kMbus) return "dlms-mbus";
  return format == Format::kAscii ? "p1-ascii" : "dlms-hdlc";
}

std::string head(size_t offset, size_t bytes, Format format, bool ok) {
  return "{\"offset\":" + std::to_string(offset) + ",\"bytes\":" + std::to_string(bytes) + ",\"format\":\"" + id_of(format) +
         "\",\"ok\":" + (ok ? "true" : "false");
}

std::string clock_text(const Clock &clock) {
  char text[24];
  TextWriter writer(text, sizeof(text));
  write_clock(writer, clock);
  return text;
}

std::string words_of(const Refusal &refusal) {
  char text[128];
  TextWriter writer(text, sizeof(text));
  writer.text(refusal_words(refusal.cause, refusal.detail));
  return text;
}

std::string milli_text(int64_t milli) {
  char text[32];
  TextWriter writer(text, sizeof(text));
  writer.milli(milli);
  return text;
}

std::string obis_text(const Obis &obis) {
  char text[24];
  TextWriter writer(text, sizeof(text));
  writer.obis(obis);
  return text;
}

std::vector<std::string> other_codes(const Telegram &telegram) {
  std::vector<std::string> codes;
  Objects objects = telegram.objects();
  Object object;
  while (objects.next(object)) {
    const std::string code = obis_text(object.obis);
    if (is_other(object) && std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
  }
  return codes;
}

}  // namespace

const char *cause_code(Cause cause) {
  static const char *const kCodes[kCauseCount] = {"CRC_MISMATCH", "NO_CRC",      "HCS_MISMATCH", "FCS_MISMATCH",
                                                  "TRUNCATED",    "UNSUPPORTED", "MALFORMED"};
  return kCodes[static_cast<uint8_t>(cause)];
}

size_t DecodeLines::length_with_end(Format format, size_t offset, size_t bytes) const {
  size_t end = offset + bytes;
  const auto at = [this](size_t i) { return i < this->input_.size() ? this->input_[i] : -1; };
  if (format == Format::kMbus) return bytes;
  if (format == Format::kHdlc) return at(end) == 0x7E ? bytes + 1 : bytes;
  if (at(end) == '\r') end++;
  if (at(end) == '\n') end++;
  return end - offset;
}

void DecodeLines::on_telegram(const Telegram &telegram) {
  const size_t bytes = this->length_with_end(telegram.format, telegram.offset, telegram.bytes);
  std::string line = head(telegram.offset, bytes, telegram.format, true);
  if (telegram.clock.known) line += ",\"meterClock\":\"" + clock_text(telegram.clock) + "\"";
  line += ",\"values\":{";
  const char *comma = "";
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    if (!telegram.values.has(i)) continue;
    line += comma + ("\"" + std::string(kQuantityNames[i]) + "\":") + milli_text(telegram.values.milli(i));
    comma = ",";
  }
  line += "},\"unknown\":[";
  comma = "";
  for (const std::string &code : other_codes(telegram)) {
    line += comma + ("\"" + code + "\"");
    comma = ",";
  }
  this->lines.push_back(line + "]}");
  this->ok++;
}

void DecodeLines::on_refusal(const Refusal &refusal) {
  const bool whole = refusal.cause != Cause::kHcsMismatch && refusal.cause != Cause::kTruncated;
  const size_t bytes = whole ? this->length_with_end(refusal.format, refusal.offset, refusal.bytes) : refusal.bytes;
  this->lines.push_back(head(refusal.offset, bytes, refusal.format, false) + ",\"code\":\"" + cause_code(refusal.cause) +
                        "\",\"message\":\"" + words_of(refusal) + "\"}");
}

}  // namespace wattframe
