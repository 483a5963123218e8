#include <cstring>

#include "../components/han_port/decimal.h"
#include "../components/han_port/quantity.h"
#include "../components/han_port/text_writer.h"
#include "../components/han_port/unit.h"
#include "../host/decode_line.h"
#include "check.h"

using namespace wattframe;

namespace {

const uint8_t *raw(const char *text) { return reinterpret_cast<const uint8_t *>(text); }

std::string milli_of(const char *text) {
  Decimal decimal;
  int64_t milli;
  if (!decimal_from_text(raw(text), strlen(text), decimal)) return "no number";
  return decimal_to_milli(decimal, milli) ? std::to_string(milli) : "too large";
}

std::string written(const Decimal &decimal) {
  char text[64];
  TextWriter out(text, sizeof(text));
  out.decimal(decimal);
  return text;
}

std::string text_of(FlashText text) {
  std::string all;
  for (size_t i = 0; text[i] != 0; i++) all += text[i];
  return all;
}

std::string unit_of(const std::string &text) {
  const ScaledUnit scaled = unit_from_text(raw(text.data()), text.size());
  return text_of(unit_symbol(scaled.unit)) + " " + std::to_string(scaled.exponent);
}

}  // namespace

TEST("reads decimals as thousandths, rounded half away from zero") {
  EQUAL(milli_of("00031157.405"), "31157405");
  EQUAL(milli_of("-063"), "-63000");
  EQUAL(milli_of("0.0005"), "1");
  EQUAL(milli_of("-0.0005"), "-1");
  EQUAL(milli_of("0.0004999"), "0");
  EQUAL(milli_of("1."), "1000");
  EQUAL(milli_of(".5"), "500");
  EQUAL(milli_of("000000000000000000000000000012"), "12000");
}

TEST("takes nothing for a number that is none") {
  for (const char *text : {"", "-", ".", "-.", "1,5", "1.2.3", "1e3", " 1", "0x10", "--1", "1-"}) EQUAL(milli_of(text), "no number");
  EQUAL(milli_of("1234567890123456789"), "no number");
  EQUAL(milli_of("9999999999999999999"), "no number");
  EQUAL(milli_of("123456789012345678"), "too large");
}

TEST("writes decimals with the digits that they were sent with") {
  EQUAL(written({-5, -1}), "-0.5");
  EQUAL(written({5000, -2}), "50.00");
  EQUAL(written({42, 3}), "42000");
  EQUAL(written({0, 3}), "0");
  EQUAL(written({7, -40}), "7e-40");
  EQUAL(written({INT64_MIN, 0}), "-9223372036854775808");
}

TEST("never writes past the end of its buffer") {
  char text[8] = {'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x'};
  TextWriter out(text, 6);
  out.text(FLASH_TEXT("abcdefgh"));
  EQUAL(std::string(text), "abcde");
  EQUAL(out.overflowed(), true);
  EQUAL(text[6], 'x');
  out.rewind(2);
  EQUAL(std::string(text), "ab");
  EQUAL(out.overflowed(), false);
}

TEST("reads no further than the symbol where a unit holds zero bytes") {
  for (size_t zeros = 1; zeros <= 6; zeros++) {
    const std::string end(zeros, '\0');
    for (const char *start : {"", "m", "mV", "mVA", "mW", "k", "W"}) {
      EQUAL(unit_of(start + end), " 0");
      EQUAL(unit_of(start + end + "g?"), " 0");
    }
  }
}

TEST("knows units in any spelling that meters use") {
  EQUAL(unit_of("kWh"), "Wh 3");
  EQUAL(unit_of("kwh"), "Wh 3");
  EQUAL(unit_of("Wh"), "Wh 0");
  EQUAL(unit_of("kVArh"), "varh 3");
  EQUAL(unit_of("KVARH"), "varh 3");
  EQUAL(unit_of("VAr"), "var 0");
  EQUAL(unit_of("kW"), "W 3");
  EQUAL(unit_of("MW"), "W 6");
  EQUAL(unit_of("mA"), "A -3");
  EQUAL(unit_of("a"), "A 0");
  EQUAL(unit_of("v"), "V 0");
  EQUAL(unit_of("m3"), " 0");
  EQUAL(unit_of("MA"), "A 6");
  EQUAL(unit_of("GWh"), "Wh 9");
  EQUAL(unit_of("mW"), "W -3");
  EQUAL(unit_of("mVAr"), "var -3");
  EQUAL(unit_of("mwh"), " 0");
  EQUAL(unit_of("ma"), " 0");
  EQUAL(unit_of("W/h"), " 0");
  EQUAL(unit_of("k"), " 0");
}

TEST("every quantity is found by its own code, once, and named") {
  EQUAL(kQuantityCount, 35);
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    EQUAL(find_quantity({1, 0, quantity_row(i).c, quantity_row(i).d, quantity_row(i).e}), i);
    EQUAL(strlen(kQuantityNames[i]) > 8, true);
  }
  EQUAL(find_quantity({1, 1, 1, 7, 0}), 0);
  EQUAL(find_quantity({0, 0, 1, 7, 0}), kNoQuantity);
  EQUAL(find_quantity({1, 0, 1, 6, 0}), kNoQuantity);
}

TEST("every name ends in the unit of its row") {
  for (uint8_t i = 0; i < kQuantityCount; i++) {
    const std::string name = kQuantityNames[i];
    std::string ending = text_of(unit_symbol(quantity_row(i).unit));
    if (ending[0] == 'v') ending[0] = 'V';
    EQUAL(name.substr(name.size() - ending.size()), ending);
  }
}

TEST("identifiers are kept apart from everything else") {
  EQUAL(is_identifier({0, 0, 96, 1, 0}), true);
  EQUAL(is_identifier({0, 2, 96, 1, 1}), true);
  EQUAL(is_identifier({1, 0, 0, 0, 5}), true);
  EQUAL(is_identifier({0, 0, 42, 0, 0}), true);
  EQUAL(is_identifier({0, 0, 96, 14, 0}), false);
  EQUAL(is_identifier({1, 0, 1, 7, 0}), false);
}
