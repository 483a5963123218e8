#include "../components/han_port/crc16.h"
#include "../components/han_port/telegram_json.h"
#include "../host/decode_line.h"
#include "check.h"
#include "meter_bytes.h"

using namespace wattframe;
using namespace wattframe::test;

namespace {

std::string decoded(const Bytes &input, bool allow_no_crc = false) {
  std::string all;
  for (const std::string &line : decode(input, allow_no_crc, nullptr, [] { return size_t{1}; }).lines) all += line + "\n";
  return all;
}

/// What comes behind the place and the format: the verdict.
std::string verdict(const Bytes &input, bool allow_no_crc = false) {
  std::string all;
  for (const std::string &line : decode(input, allow_no_crc, nullptr, [] { return size_t{1}; }).lines) {
    const size_t code = line.find("\"code\":\"");
    all += code == std::string::npos ? line.substr(line.find("\"values\"")) : line.substr(code + 8, line.find('"', code + 8) - code - 8);
    all += "\n";
  }
  return all;
}

struct Published : Sink {
  std::string text;
  size_t capacity = 2048;
  void on_telegram(const Telegram &telegram) override {
    std::string room(this->capacity, '\0');
    TextWriter out(room.data(), room.size());
    this->text = write_telegram(out, telegram, {812, 8120, 812, 3}) ? room.c_str() : "does not fit";
  }
  void on_refusal(const Refusal &) override { this->text = "refused"; }
};

std::string published(const Bytes &input, size_t capacity = 2048) {
  Published sink;
  sink.capacity = capacity;
  Parser parser(sink);
  parser.feed(input.data(), input.size());
  parser.idle();
  return sink.text;
}

Bytes list(const std::vector<Bytes> &elements) {
  Bytes all = notification_head() + list_head(elements.size());
  for (const Bytes &one : elements) all = all + one;
  return all;
}

const Bytes kPower = {1, 0, 1, 7, 0, 255};
const Bytes kCurrent = {1, 0, 31, 7, 0, 255};
const Bytes kEnergy = {1, 0, 1, 8, 0, 255};

}  // namespace

TEST("the CRC of the catalogue: 123456789 gives BB3D and 906E") {
  uint16_t arc = 0;
  uint16_t x25 = 0xFFFF;
  for (const char c : std::string("123456789")) {
    arc = crc16_arc(arc, static_cast<uint8_t>(c));
    x25 = crc16_x25(x25, static_cast<uint8_t>(c));
  }
  EQUAL(arc, 0xBB3D);
  EQUAL(static_cast<uint16_t>(~x25), 0x906E);
}

TEST("an ASCII telegram becomes values, clock and unknown codes") {
  EQUAL(decoded(ascii_telegram({"0-0:1.0.0(260115180000W)", "1-0:1.7.0(0001.122*kW)", "1-0:31.7.0(-01.0*A)", "0-0:96.14.0(0002)"})),
        "{\"offset\":0,\"bytes\":111,\"format\":\"p1-ascii\",\"ok\":true,\"meterClock\":\"2026-01-15T18:00:00\","
        "\"values\":{\"activePowerImportW\":1122,\"currentL1A\":-1},\"unknown\":[\"0-0:96.14.0\"]}\n");
}

TEST("a binary telegram becomes the same kind of line") {
  const Bytes input = hdlc_frame(list({Bytes{0x02, 0x02} + octets({0, 0, 1, 0, 0, 255}) + octets(date_time(2026, 1, 15, 18, 0, 0)),
                                       element(kPower, uint32_value(1122), 0, 27), element(kCurrent, int16_value(-10), -1, 33)}));
  EQUAL(decoded(input),
        "{\"offset\":0,\"bytes\":" + std::to_string(input.size()) +
            ",\"format\":\"dlms-hdlc\",\"ok\":true,\"meterClock\":\"2026-01-15T18:00:00\","
            "\"values\":{\"activePowerImportW\":1122,\"currentL1A\":-1},\"unknown\":[]}\n");
}

TEST("a value with a time of its own is not passed on, for there is no place for that time") {
  const Bytes gas = {0, 1, 24, 2, 1, 255};
  const Bytes plain = element(gas, uint32_value(7), 0, 13);
  Bytes timed = plain + octets(date_time(2026, 1, 15, 17, 0, 0));
  timed[1] = 4;
  const Bytes power = element(kPower, uint32_value(1122), 0, 27);
  EQUAL(published(hdlc_frame(list({power, plain}))).find("\"0-1:24.2.1\":\"7\"") != std::string::npos, true);
  EQUAL(published(hdlc_frame(list({power, timed}))).find("\"0-1:24.2.1\":\"\"") != std::string::npos, true);
  EQUAL(published(hdlc_frame(list({power, timed}))).find("\"1-0:1.7.0\":1122") != std::string::npos, true);
}

TEST("signed and unsigned are taken as they are tagged") {
  EQUAL(verdict(hdlc_frame(list({element(kCurrent, int16_value(-1), -1, 33)}))), "\"values\":{\"currentL1A\":-0.1},\"unknown\":[]}\n");
  EQUAL(verdict(hdlc_frame(list({element(kCurrent, uint16_value(0xFFFF), -1, 33)}))), "\"values\":{\"currentL1A\":6553.5},\"unknown\":[]}\n");
  EQUAL(verdict(hdlc_frame(list({element(kEnergy, uint32_value(0xFFFFFFFF), 1, 30)}))),
        "\"values\":{\"activeEnergyImportWh\":42949672950},\"unknown\":[]}\n");
}

TEST("scaler and unit come from the frame") {
  EQUAL(verdict(hdlc_frame(list({element(kEnergy, uint32_value(1096), 3, 30), element(kPower, uint16_value(12), -3, 27)}))),
        "\"values\":{\"activePowerImportW\":0.012,\"activeEnergyImportWh\":1096000},\"unknown\":[]}\n");
}

TEST("a quantity with a unit that does not fit is reported as unknown, never as a value") {
  EQUAL(verdict(hdlc_frame(list({element(kPower, uint32_value(230), 0, 35)}))), "\"values\":{},\"unknown\":[\"1-0:1.7.0\"]}\n");
  EQUAL(verdict(ascii_telegram({"1-0:1.7.0(230.0*V)", "1-0:2.7.0(00.5)", "1-0:1.8.0(12a.4*kWh)"})),
        "\"values\":{},\"unknown\":[\"1-0:1.7.0\",\"1-0:2.7.0\",\"1-0:1.8.0\"]}\n");
}

TEST("any identification is good: with blanks, empty, with a backslash, of any meter") {
  for (const char *name : {"ADN9 6534", "KAM5", "ISK5\\2M550T-1012", "Test\\V5-Telegram", "ISk5\x02MT382", "EST5\\253710000_A"})
    EQUAL(verdict(ascii_telegram({"1-0:1.7.0(0.5*kW)"}, name)), "\"values\":{\"activePowerImportW\":500},\"unknown\":[]}\n");
}

TEST("a CRC in small letters or without its leading zero holds too") {
  Bytes small = ascii_telegram({"1-0:1.7.0(0.5*kW)"});
  for (size_t i = small.size() - 6; i < small.size(); i++) small[i] = static_cast<uint8_t>(tolower(small[i]));
  EQUAL(verdict(small), "\"values\":{\"activePowerImportW\":500},\"unknown\":[]}\n");
  int short_ones = 0;
  for (int watts = 0; watts < 400; watts++) {
    Bytes input = ascii_telegram({"1-0:1.7.0(" + std::to_string(watts) + "*W)"});
    if (input[input.size() - 6] != '0') continue;
    input.erase(input.end() - 6);
    short_ones++;
    EQUAL(verdict(input), "\"values\":{\"activePowerImportW\":" + std::to_string(watts) + "},\"unknown\":[]}\n");
  }
  EQUAL(short_ones > 5, true);
}

TEST("a telegram without a CRC is taken only when that is allowed") {
  const Bytes input = ascii_without_crc({"1-0:1.7.0(0.5*kW)"});
  EQUAL(verdict(input), "NO_CRC\n");
  EQUAL(verdict(input, true), "\"values\":{\"activePowerImportW\":500},\"unknown\":[]}\n");
}

TEST("several groups, continuation lines and group F are read through") {
  EQUAL(verdict(ascii_telegram({"1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)", "0-1:24.3.0(090212160000)(00)(60)(1)(0-1:24.2.1)(m3)",
                                "(00000.000)", "1-0:1.8.0*255(0001.5*kWh)", "free text"})),
        "\"values\":{\"activeEnergyImportWh\":1500},\"unknown\":[\"1-0:99.97.0\",\"0-1:24.3.0\"]}\n");
}

TEST("a thousand bytes of 0xFF in a text do no harm") {
  const std::string padding(1024, '\xFF');
  EQUAL(verdict(ascii_telegram({"0-0:96.13.0(" + padding + ")", "1-0:1.7.0(0.5*kW)"})),
        "\"values\":{\"activePowerImportW\":500},\"unknown\":[\"0-0:96.13.0\"]}\n");
}

TEST("a telegram longer than the buffer is given up, and the next one is found") {
  const std::string padding(4000, 'x');
  EQUAL(verdict(ascii_telegram({"0-0:96.13.0(" + padding + ")"}) + ascii_telegram({"1-0:1.7.0(0.5*kW)"})),
        "TRUNCATED\n\"values\":{\"activePowerImportW\":500},\"unknown\":[]}\n");
}

TEST("a clock that is no time is left out") {
  for (const char *clock : {"213112235959W", "260115250000W", "20240111 09:35:00", "", "260115180000WW"})
    EQUAL(decoded(ascii_telegram({std::string("0-0:1.0.0(") + clock + ")", "1-0:1.7.0(1*W)"})).find("meterClock"), std::string::npos);
}

TEST("segments are joined to the last") {
  const Bytes whole = list({element(kPower, uint32_value(1122), 0, 27), element(kCurrent, int16_value(-10), -1, 33)});
  for (size_t cut = 1; cut < whole.size(); cut++) {
    const Bytes input = hdlc_frame({whole.begin(), whole.begin() + static_cast<long>(cut)}, true) +
                        hdlc_frame({whole.begin() + static_cast<long>(cut), whole.end()});
    EQUAL(verdict(input), "\"values\":{\"activePowerImportW\":1122,\"currentL1A\":-1},\"unknown\":[]}\n");
  }
}

TEST("a first segment whose rest is lost costs nothing but itself") {
  const Bytes whole = list({element(kPower, uint32_value(1122), 0, 27)});
  EQUAL(verdict(hdlc_frame({whole.begin(), whole.begin() + 20}, true) + hdlc_frame(whole)),
        "TRUNCATED\n\"values\":{\"activePowerImportW\":1122},\"unknown\":[]}\n");
}

TEST("lists without codes or without units, other services and empty frames are unsupported") {
  const Bytes flat = Bytes{0x02, 0x02} + octets(kPower) + uint32_value(5);
  EQUAL(verdict(hdlc_frame(notification_head() + flat)), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame(notification_head() + Bytes{0x02, 0x01} + uint32_value(5))), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame(list({Bytes{0x02, 0x02} + octets(kPower) + uint32_value(5)}))), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame({0xE6, 0xE7, 0x00, 0xE0, 0x40, 0, 1})), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame({0xE6, 0xE7, 0x00, 0xDB, 0x08, 0, 1})), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame({0x01, 0x02})), "UNSUPPORTED\n");
  EQUAL(verdict(hdlc_frame(list({}))), "UNSUPPORTED\n");
}

TEST("a list that contradicts its own counts is malformed") {
  const Bytes one = element(kPower, uint32_value(5), 0, 27);
  EQUAL(verdict(hdlc_frame(notification_head() + list_head(2) + one)), "MALFORMED\n");
  EQUAL(verdict(hdlc_frame(notification_head() + list_head(1) + one + one)), "MALFORMED\n");
}

TEST("each check is looked at") {
  const Bytes good = hdlc_frame(list({element(kPower, uint32_value(5), 0, 27)}));
  Bytes header = good;
  header[3] ^= 0x02;
  EQUAL(verdict(header), "HCS_MISMATCH\n");
  Bytes content = good;
  content[good.size() - 10] ^= 0x01;
  EQUAL(verdict(content), "FCS_MISMATCH\n");
  EQUAL(verdict({good.begin(), good.end() - 5}), "TRUNCATED\n");
  Bytes ascii = ascii_telegram({"1-0:1.7.0(0.5*kW)"});
  ascii[20] ^= 0x01;
  EQUAL(verdict(ascii), "CRC_MISMATCH\n");
  ascii = ascii_telegram({"1-0:1.7.0(0.5*kW)"});
  EQUAL(verdict({ascii.begin(), ascii.end() - 12}), "TRUNCATED\n");
}

TEST("the published telegram is the one that the display reads") {
  EQUAL(published(ascii_telegram({"0-0:1.0.0(260115180000W)", "1-0:1.7.0(0001.122*kW)", "1-0:31.7.0(-01.0*A)", "0-0:96.14.0(0002)"})),
        "{\"v\":1,\"seq\":812,\"up\":8120,\"fmt\":\"efs2\",\"clock\":\"2026-01-15T18:00:00\","
        "\"obis\":{\"1-0:1.7.0\":1122,\"1-0:31.7.0\":-1000},\"more\":{\"0-0:96.14.0\":\"0002\"},\"stat\":{\"ok\":812,\"bad\":3}}");
}

TEST("the published telegram rounds to whole units") {
  EQUAL(published(ascii_telegram({"1-0:1.8.0(00003281.871*Wh)", "1-0:2.8.0(0.499*Wh)"})),
        "{\"v\":1,\"seq\":812,\"up\":8120,\"fmt\":\"efs2\",\"obis\":{\"1-0:1.8.0\":3282,\"1-0:2.8.0\":0},\"more\":{},\"stat\":{\"ok\":812,\"bad\":3}}");
}

TEST("any object that is a number can be read in the unit that it was sent in") {
  const auto numbers = [](const Bytes &input) {
    struct Numbers : Sink {
      std::string text;
      void on_telegram(const Telegram &telegram) override {
        Objects objects = telegram.objects();
        for (Object object; objects.next(object);) {
          int64_t milli;
          this->text += object_number(object, milli) ? std::to_string(milli) + " " : "- ";
        }
      }
      void on_refusal(const Refusal &) override { this->text = "refused"; }
    } sink;
    Parser parser(sink);
    parser.feed(input.data(), input.size());
    return sink.text;
  };
  EQUAL(numbers(ascii_telegram({"1-0:1.6.0(260115001500W)(05.1*kW)", "0-0:96.14.0(0002)", "0-1:24.2.1(260115180000W)(00123.456*m3)", "1-0:99.97.0(2)(3)",
                                "1-0:9.9.9(1*kW)(2*kW)", "0-0:96.13.0(text)", "0-0:17.0.0(999.9*kW)"})),
        "5100 2000 123456 - - - 999900 ");
  EQUAL(numbers(hdlc_frame(list({element({1, 0, 13, 7, 0, 255}, uint16_value(987), -3, 255), Bytes{0x02, 0x02} + octets({0, 0, 96, 50, 0, 255}) + octets({0x00, 0xFF})}))),
        "987 - ");
}

TEST("identifiers never leave the reader, other objects do, as valid JSON") {
  const std::string text = published(ascii_telegram({"0-0:96.1.1(4530303236)", "0-1:96.1.0(4730)", "1-0:0.0.5(735999)", "0-0:42.0.0(5341)",
                                                     "0-1:24.2.1(260115180000W)(00123.456*m3)", "0-0:96.13.0(say \"hi\" \xE9)"}));
  EQUAL(text.substr(text.find("\"more\"")),
        "\"more\":{\"0-1:24.2.1\":\"(260115180000W)(00123.456*m3)\",\"0-0:96.13.0\":\"say \\\"hi\\\" \\u00E9\"},\"stat\":{\"ok\":812,\"bad\":3}}");
}

TEST("binary objects outside the table are published as texts") {
  const std::string text = published(hdlc_frame(list({element({1, 0, 13, 7, 0, 255}, uint16_value(987), -3, 255),
                                                      element({1, 0, 9, 7, 0, 255}, uint16_value(12), 2, 28),
                                                      Bytes{0x02, 0x02} + octets({1, 1, 0, 2, 129, 255}) + octets(bytes("AIDON_V0001")),
                                                      Bytes{0x02, 0x02} + octets({0, 0, 96, 50, 0, 255}) + octets({0x00, 0xFF})})));
  EQUAL(text.substr(text.find("\"more\"")),
        "\"more\":{\"1-0:13.7.0\":\"0.987\",\"1-0:9.7.0\":\"1200*VA\",\"1-1:0.2.129\":\"AIDON_V0001\",\"0-0:96.50.0\":\"00FF\"},\"stat\":{\"ok\":812,\"bad\":3}}");
}

TEST("objects that do not fit are left out whole, the quantities never") {
  const Bytes input = ascii_telegram({"1-0:1.7.0(1*W)", "0-0:96.13.0(" + std::string(90, 'a') + ")", "0-0:96.14.0(0002)"});
  EQUAL(published(input, 160), "{\"v\":1,\"seq\":812,\"up\":8120,\"fmt\":\"efs2\",\"obis\":{\"1-0:1.7.0\":1},\"more\":{\"0-0:96.14.0\":\"0002\"},"
                              "\"stat\":{\"ok\":812,\"bad\":3}}");
  EQUAL(published(input, 80), "does not fit");
  const std::string cut = published(ascii_telegram({"0-0:96.13.0(" + std::string(1000, 'a') + ")"}));
  EQUAL(cut.find(std::string(96, 'a') + "...\"") != std::string::npos, true);
}
