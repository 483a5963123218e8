#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace wattframe::test {

using Bytes = std::vector<uint8_t>;

Bytes bytes(const std::string &text);
Bytes operator+(Bytes left, const Bytes &right);

/// An ASCII telegram around these lines, each ended by CR LF, with its CRC.
Bytes ascii_telegram(const std::vector<std::string> &lines, const std::string &identification = "ADN9 6534");
/// The same without a CRC behind '!'.
Bytes ascii_without_crc(const std::vector<std::string> &lines);

/// One frame around this information field, flags included.
Bytes hdlc_frame(const Bytes &information, bool more_segments = false);
/// One telegram in M-Bus frames with at most 200 bytes of it each.
Bytes mbus_frames(const Bytes &content);
/// General-glo-ciphering around this text as it is, neither encrypted nor with a tag.
Bytes sealed_content(const Bytes &text);
/// LLC and head of a data-notification without a date-time.
Bytes notification_head();
/// An array's head for so many elements.
Bytes list_head(size_t elements);
/// {code, value with its tag, {scaler, unit}}
Bytes element(const Bytes &code, const Bytes &value, int scaler, uint8_t unit);
Bytes uint32_value(uint32_t value);
Bytes int16_value(int16_t value);
Bytes uint16_value(uint16_t value);
Bytes octets(const Bytes &value);
/// A DLMS date-time of 12 bytes, deviation not specified.
Bytes date_time(unsigned year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second);

/// The state of an imaginary house; `random_house` draws one that contradicts itself nowhere.
struct House {
  int power_w[3];  ///< negative while that phase exports
  unsigned volts_tenths[3];
  uint32_t import_wh, export_wh;
  unsigned second;  ///< of the day 2026-01-15
};
House random_house(std::mt19937 &random);

/// The complete list of a three-phase meter in the binary and in the ASCII profile.
Bytes efs(const House &house);
Bytes efs2(const House &house);

}  // namespace wattframe::test
