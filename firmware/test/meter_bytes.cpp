#include "meter_bytes.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "../components/han_port/crc16.h"

namespace wattframe::test {

namespace {

Bytes little_endian(uint16_t value) { return {static_cast<uint8_t>(value & 0xFF), static_cast<uint8_t>(value >> 8)}; }

uint16_t x25(const Bytes &data) {
  uint16_t crc = kX25Start;
  for (const uint8_t byte : data) crc = crc16_x25(crc, byte);
  return static_cast<uint16_t>(~crc);
}

uint16_t arc(const Bytes &data) {
  uint16_t crc = 0;
  for (const uint8_t byte : data) crc = crc16_arc(crc, byte);
  return crc;
}

Bytes electricity(uint8_t c, uint8_t d) { return {1, 0, c, d, 0, 255}; }

uint32_t magnitude_if(int power_w, bool exporting) {
  return (power_w < 0) == exporting ? static_cast<uint32_t>(std::abs(power_w)) : 0;
}

int current_tenths(const House &house, int phase) {
  return house.power_w[phase] * 100 / static_cast<int>(house.volts_tenths[phase]);
}

int total(const House &house) { return house.power_w[0] + house.power_w[1] + house.power_w[2]; }

template<typename... Arguments> std::string line(const char *format, Arguments... arguments) {
  char text[96];
  snprintf(text, sizeof(text), format, arguments...);
  return text;
}

}  // namespace

Bytes bytes(const std::string &text) { return {text.begin(), text.end()}; }

Bytes operator+(Bytes left, const Bytes &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Bytes ascii_without_crc(const std::vector<std::string> &lines) {
  std::string text = "/ADN9 6534\r\n\r\n";
  for (const std::string &one : lines) text += one + "\r\n";
  return bytes(text + "!\r\n");
}

Bytes ascii_telegram(const std::vector<std::string> &lines, const std::string &identification) {
  std::string text = "/" + identification + "\r\n\r\n";
  for (const std::string &one : lines) text += one + "\r\n";
  const Bytes checked = bytes(text + "!");
  return checked + bytes(line("%04X\r\n", arc(checked)));
}

Bytes hdlc_frame(const Bytes &information, bool more_segments) {
  const size_t length = 8 + information.size() + 2;
  const Bytes head = {static_cast<uint8_t>(0xA0 | (more_segments ? 8 : 0) | length >> 8), static_cast<uint8_t>(length & 0xFF),
                      0x41, 0x08, 0x83, 0x13};
  const Bytes checked = head + little_endian(x25(head)) + information;
  return Bytes{0x7E} + checked + little_endian(x25(checked)) + Bytes{0x7E};
}

Bytes mbus_frames(const Bytes &content) {
  constexpr size_t kContentMax = 200;
  Bytes all;
  for (size_t at = 0, number = 0; at < content.size(); at += kContentMax, number++) {
    const size_t end = std::min(at + kContentMax, content.size());
    const bool is_last = end == content.size();
    const Bytes part(content.data() + at, content.data() + end);
    const Bytes counted = Bytes{0x53, 0xFF, static_cast<uint8_t>((number & 0x0F) | (is_last ? 0x10 : 0)), 0x01, 0x67} + part;
    const auto length = static_cast<uint8_t>(counted.size());
    const auto sum = static_cast<uint8_t>(std::accumulate(counted.begin(), counted.end(), 0));
    all = all + Bytes{0x68, length, length, 0x68} + counted + Bytes{sum, 0x16};
  }
  return all;
}

Bytes sealed_content(const Bytes &text) {
  const size_t length = 5 + text.size();
  return Bytes{0xDB, 8, 'W', 'F', 'M', 0, 0, 0, 0, 0, 0x82, static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length), 0, 0, 0, 0, 1} + text;
}

Bytes notification_head() { return {0xE6, 0xE7, 0x00, 0x0F, 0x40, 0, 0, 0, 0x00}; }
Bytes list_head(size_t elements) { return {0x01, static_cast<uint8_t>(elements)}; }

Bytes element(const Bytes &code, const Bytes &value, int scaler, uint8_t unit) {
  return Bytes{0x02, 0x03} + octets(code) + value + Bytes{0x02, 0x02, 0x0F, static_cast<uint8_t>(scaler), 0x16, unit};
}

Bytes uint32_value(uint32_t v) {
  return {0x06, static_cast<uint8_t>(v >> 24), static_cast<uint8_t>(v >> 16), static_cast<uint8_t>(v >> 8), static_cast<uint8_t>(v)};
}
Bytes int16_value(int16_t v) {
  const auto u = static_cast<uint16_t>(v);
  return {0x10, static_cast<uint8_t>(u >> 8), static_cast<uint8_t>(u)};
}
Bytes uint16_value(uint16_t v) { return {0x12, static_cast<uint8_t>(v >> 8), static_cast<uint8_t>(v)}; }
Bytes octets(const Bytes &value) { return Bytes{0x09, static_cast<uint8_t>(value.size())} + value; }

Bytes date_time(unsigned year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second) {
  const auto b = [](unsigned value) { return static_cast<uint8_t>(value); };
  return {b(year >> 8), b(year), b(month), b(day), 0xFF, b(hour), b(minute), b(second), 0xFF, 0x80, 0x00, 0xFF};
}

House random_house(std::mt19937 &random) {
  const auto between = [&random](int low, int high) { return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1)); };
  House house{};
  for (int phase = 0; phase < 3; phase++) {
    house.power_w[phase] = between(-2000, 6000);
    house.volts_tenths[phase] = static_cast<unsigned>(between(2250, 2390));
  }
  house.import_wh = static_cast<uint32_t>(random());  // any 32 bits: 0x7E and 0x7D stand in the data often enough
  house.export_wh = static_cast<uint32_t>(random());
  house.second = static_cast<unsigned>(between(0, 86399));
  return house;
}

Bytes efs(const House &house) {
  const unsigned s = house.second;
  Bytes list = Bytes{0x02, 0x02} + octets({0, 0, 1, 0, 0, 255}) + octets(date_time(2026, 1, 15, s / 3600, s / 60 % 60, s % 60));
  size_t count = 1;
  const auto add = [&](uint8_t c, uint8_t d, const Bytes &value, int scaler, uint8_t unit) {
    list = list + element(electricity(c, d), value, scaler, unit);
    count++;
  };
  const int sum = total(house);
  add(1, 7, uint32_value(magnitude_if(sum, false)), 0, 27);
  add(2, 7, uint32_value(magnitude_if(sum, true)), 0, 27);
  add(3, 7, uint32_value(0), 0, 29);
  add(4, 7, uint32_value(126), 0, 29);  // 0x7E
  for (int i = 0; i < 3; i++)
    add(static_cast<uint8_t>(31 + 20 * i), 7, int16_value(static_cast<int16_t>(current_tenths(house, i))), -1, 33);
  for (int i = 0; i < 3; i++)
    add(static_cast<uint8_t>(32 + 20 * i), 7, uint16_value(static_cast<uint16_t>(house.volts_tenths[i])), -1, 35);
  for (int i = 0; i < 3; i++) {
    add(static_cast<uint8_t>(21 + 20 * i), 7, uint32_value(magnitude_if(house.power_w[i], false)), 0, 27);
    add(static_cast<uint8_t>(22 + 20 * i), 7, uint32_value(magnitude_if(house.power_w[i], true)), 0, 27);
    add(static_cast<uint8_t>(23 + 20 * i), 7, uint32_value(0), 0, 29);
    add(static_cast<uint8_t>(24 + 20 * i), 7, uint32_value(42), 0, 29);
  }
  add(1, 8, uint32_value(house.import_wh), 0, 30);
  add(2, 8, uint32_value(house.export_wh), 0, 30);
  add(3, 8, uint32_value(0x7E7D7E7D), 0, 32);
  add(4, 8, uint32_value(0x7EA24341), 0, 32);  // looks like the start of a frame
  return hdlc_frame(notification_head() + list_head(count) + list);
}

Bytes efs2(const House &house) {
  const unsigned s = house.second;
  const int sum = total(house);
  const auto kilo = [](const char *code, uint32_t value, const char *unit) {
    return line("%s(%08u.%03u*%s)", code, value / 1000, value % 1000, unit);
  };
  std::vector<std::string> lines = {line("0-0:1.0.0(260115%02u%02u%02uW)", s / 3600, s / 60 % 60, s % 60),
                                    kilo("1-0:1.8.0", house.import_wh, "kWh"),
                                    kilo("1-0:2.8.0", house.export_wh, "kWh"),
                                    kilo("1-0:3.8.0", 0x7E7D7E7D, "kVArh"),
                                    kilo("1-0:4.8.0", 0x7EA24341, "kVArh"),
                                    kilo("1-0:1.7.0", magnitude_if(sum, false), "kW"),
                                    kilo("1-0:2.7.0", magnitude_if(sum, true), "kW"),
                                    kilo("1-0:3.7.0", 0, "kVAr"),
                                    kilo("1-0:4.7.0", 126, "kVAr")};
  for (int i = 0; i < 3; i++) {
    const auto code = [i](int c) { return line("1-0:%d.7.0", c + 20 * i); };
    lines.push_back(kilo(code(21).c_str(), magnitude_if(house.power_w[i], false), "kW"));
    lines.push_back(kilo(code(22).c_str(), magnitude_if(house.power_w[i], true), "kW"));
    lines.push_back(kilo(code(23).c_str(), 0, "kVAr"));
    lines.push_back(kilo(code(24).c_str(), 42, "kVAr"));
    lines.push_back(line("%s(%03u.%u*V)", code(32).c_str(), house.volts_tenths[i] / 10, house.volts_tenths[i] % 10));
    const int amperes = current_tenths(house, i);
    lines.push_back(line("%s(%s%03d.%d*A)", code(31).c_str(), amperes < 0 ? "-" : "", std::abs(amperes) / 10, std::abs(amperes) % 10));
  }
  return ascii_telegram(lines);
}

}  // namespace wattframe::test
