#include <algorithm>
#include <cstdlib>

#include "../host/decode_line.h"
#include "check.h"
#include "meter_bytes.h"

using namespace wattframe;
using namespace wattframe::test;

namespace {

/// The values of each good telegram: what stands in its line from "values" on, so places do not matter.
struct Good : Sink {
  std::vector<std::string> values;
  void on_telegram(const Telegram &telegram) override {
    std::string text;
    for (uint8_t i = 0; i < kQuantityCount; i++)
      if (telegram.values.has(i)) text += std::to_string(i) + "=" + std::to_string(telegram.values.milli(i)) + " ";
    this->values.push_back(text);
  }
  void on_refusal(const Refusal &) override {}
};

std::vector<std::string> values_of(const Bytes &input) {
  Good good;
  Parser parser(good);
  parser.feed(input.data(), input.size());
  parser.idle();
  return good.values;
}

Bytes telegram(std::mt19937 &random) {
  const House house = random_house(random);
  return random() % 2 == 0 ? efs(house) : efs2(house);
}

/// One fault of those that a serial line has.
Bytes damaged(Bytes bytes, std::mt19937 &random) {
  const size_t at = random() % bytes.size();
  const auto begin = bytes.begin() + static_cast<long>(at);
  const size_t run = std::min<size_t>(1 + random() % 40, bytes.size() - at);
  switch (random() % 7) {
    case 0: bytes[at] ^= static_cast<uint8_t>(1U << random() % 8); break;
    case 1: bytes.erase(begin); break;
    case 2: bytes.erase(begin, begin + static_cast<long>(run)); break;
    case 3: bytes.insert(begin, static_cast<uint8_t>(random())); break;
    case 4: bytes.insert(begin, 0x7E); break;
    case 5: bytes.erase(begin, bytes.end()); break;  // cut off
    default: bytes.erase(bytes.begin(), begin); break;  // begun in the middle
  }
  return bytes;
}

bool contains_in_order(const std::vector<std::string> &found, const std::vector<std::string> &wanted) {
  auto at = found.begin();
  for (const std::string &want : wanted) {
    at = std::find(at, found.end(), want);
    if (at == found.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

TEST("a telegram of each profile holds its 26 quantities") {
  std::mt19937 random(1);
  const House house = random_house(random);
  EQUAL(efs(house).size(), size_t{581});
  EQUAL(values_of(efs(house)).size(), size_t{1});
  EQUAL(values_of(efs(house)) == values_of(efs2(house)), true);
  const std::string values = values_of(efs(house)).at(0);
  EQUAL(std::count(values.begin(), values.end(), '='), 26);
}

TEST("every good telegram between bad ones is found, whatever the fault and without any pause") {
  std::mt19937 random(2026);
  int good_ones = 0;
  for (int round = 0; round < 400; round++) {
    Bytes stream;
    std::vector<std::string> wanted;
    for (int i = 0; i < 12; i++) {
      const Bytes one = telegram(random);
      if (random() % 2 == 0) {
        stream = stream + damaged(one, random);
        continue;
      }
      stream = stream + one;
      wanted.push_back(values_of(one).at(0));
    }
    good_ones += static_cast<int>(wanted.size());
    const bool found = contains_in_order(values_of(stream), wanted);
    EQUAL(found, true);
    if (!found) printf("  round %d\n", round);
  }
  EQUAL(good_ones > 2000, true);
}

TEST("no damaged telegram gives a value that its meter did not send") {
  std::mt19937 random(7);
  int damaged_ones = 0;
  for (int round = 0; round < 20000; round++) {
    const Bytes one = telegram(random);
    const std::vector<std::string> whole = values_of(one);
    const std::vector<std::string> found = values_of(damaged(one, random));
    EQUAL(found.size() <= 1, true);
    if (found.empty())
      damaged_ones++;
    else  // a fault outside the checked bytes: behind the last check byte or in a repeated flag
      EQUAL(found[0], whole[0]);
  }
  EQUAL(damaged_ones > 18000, true);
}

TEST("the sizes of the pieces do not matter") {
  std::mt19937 random(11);
  Bytes stream;
  for (int i = 0; i < 40; i++) stream = stream + (random() % 3 == 0 ? damaged(telegram(random), random) : telegram(random));
  const std::vector<std::string> once = decode(stream, false, nullptr, [] { return size_t{1} << 20; }).lines;
  EQUAL(once.size() > 30, true);
  for (int round = 0; round < 50; round++)
    EQUAL(decode(stream, false, nullptr, [&random] { return size_t{1 + random() % 300}; }).lines == once, true);
}

TEST("frames may share one flag, and several flags may stand between them") {
  std::mt19937 random(3);
  const Bytes first = efs(random_house(random));
  const Bytes second = efs(random_house(random));
  const Bytes shared = Bytes(first.begin(), first.end() - 1) + second;
  EQUAL(values_of(shared).size(), size_t{2});
  EQUAL(values_of(first + Bytes(9, 0x7E) + second).size(), size_t{2});
}

TEST("a meter that is switched from EFS to EFS2 and back needs nothing") {
  std::mt19937 random(4);
  const House house = random_house(random);
  const Bytes binary = efs(house);
  const Bytes ascii = efs2(house);
  const Bytes stream = binary + Bytes(binary.begin(), binary.begin() + 300) + ascii + Bytes(ascii.begin(), ascii.begin() + 300) + binary;
  EQUAL(values_of(stream).size(), size_t{3});
}

TEST("silence drops half a telegram, and the one after it is found at once") {
  std::mt19937 random(5);
  for (int round = 0; round < 200; round++) {
    const Bytes one = telegram(random);
    const Bytes half(one.begin(), one.begin() + static_cast<long>(1 + random() % (one.size() - 8)));
    Good good;
    Parser parser(good);
    parser.feed(half.data(), half.size());
    parser.idle();
    EQUAL(parser.pending(), false);
    EQUAL(good.values.size(), size_t{0});
    const Bytes next = telegram(random);
    parser.feed(next.data(), next.size());
    EQUAL(good.values.size(), size_t{1});
  }
}

TEST("a refused telegram is counted once, by its cause") {
  std::mt19937 random(6);
  Bytes frame = efs(random_house(random));
  frame[400] ^= 0x10;
  Good good;
  Parser parser(good);
  parser.feed(frame.data(), frame.size());
  parser.idle();
  const Counters &counters = parser.counters();
  EQUAL(counters.bytes, uint32_t{581});
  EQUAL(counters.ok, uint32_t{0});
  EQUAL(counters.bad(), uint32_t{1});
  EQUAL(counters.refused[static_cast<int>(Cause::kFcsMismatch)], uint32_t{1});
  EQUAL(counters.last_format == Format::kNone, true);
  EQUAL(counters.resyncs >= 1, true);
}

TEST("random bytes give no telegram") {
  std::mt19937 random(8);
  Bytes noise(2000000);
  for (uint8_t &byte : noise) byte = static_cast<uint8_t>(random());
  EQUAL(values_of(noise).size(), size_t{0});
}

TEST("a carriage return put into the stream by a converter spoils that telegram only") {
  std::mt19937 random(9);
  Bytes first = efs(random_house(random));
  first.insert(first.begin() + 100, 0x0D);
  const Bytes second = efs(random_house(random));
  EQUAL(values_of(first + second) == values_of(second), true);
}

TEST("bytes that look like a start again and again cost bounded work, and the next telegram is found") {
  std::mt19937 random(12);
  std::string many_starts;
  for (int i = 0; i < 480; i++) many_starts += "/AAA\n.";
  const std::string repeated[] = {many_starts + "\n!0000\n", "/aaa\n.", "/AAA/AAA", "/AAA\n.\n!0000", "~", "~\xA2", "~\xA7\xFF\x03\x05\x13", "/", "h", "h\xFF\xFFhS\xFF\x10\x01g", "h\x10\x10hS"};
  for (const std::string &piece : repeated) {
    Bytes hostile;
    while (hostile.size() < 4 * Parser::kCapacity) hostile = hostile + bytes(piece);
    const Bytes good = telegram(random);
    Good sink;
    Parser parser(sink);
    uint32_t most = 0;
    for (size_t at = 0; at < hostile.size(); at += 256) {
      const uint32_t before = parser.counters().steps;
      parser.feed(hostile.data() + at, std::min<size_t>(256, hostile.size() - at));
      most = std::max(most, parser.counters().steps - before);
    }
    const uint32_t before = parser.counters().steps;
    parser.idle();
    most = std::max(most, parser.counters().steps - before);
    EQUAL(most <= Parser::kMostCredit + 256 * Parser::kStepsPerByte, true);
    EQUAL(parser.pending(), false);
    parser.feed(good.data(), good.size());
    EQUAL(sink.values.size(), size_t{1});
  }
}

TEST("what looks like the head of an encrypted telegram again and again is opened once, and the next telegram is found") {
  struct : Cipher {
    size_t opened{0};
    Opened open(const Sealed &sealed) override {
      this->opened += sealed.text.length;
      return {sealed.text, Opened::Tag::kUnchecked};
    }
  } cipher;
  std::mt19937 random(14);
  Bytes hostile;
  for (int i = 0; i < 1000; i++) hostile = hostile + sealed_content({}) + Bytes(14, 'x');
  for (size_t at = 0; at < hostile.size(); at += 32) {
    hostile[at + 11] = 0x03;  // each would be a kilobyte long
    hostile[at + 12] = 0xE8;
  }
  Good sink;
  Parser parser(sink);
  parser.set_cipher(&cipher);
  parser.feed(hostile.data(), hostile.size());
  parser.idle();
  EQUAL(cipher.opened > hostile.size() / 2, true);
  EQUAL(cipher.opened <= hostile.size(), true);
  EQUAL(parser.counters().given_up, uint32_t{0});
  const Bytes good = telegram(random);
  parser.feed(good.data(), good.size());
  EQUAL(sink.values.size(), size_t{1});
}

TEST("a serial line's noise costs hardly more than one look at each byte, and nothing is given up") {
  std::mt19937 random(13);
  Good sink;
  Parser parser(sink);
  for (int i = 0; i < 400; i++) {
    const Bytes one = random() % 2 == 0 ? damaged(telegram(random), random) : telegram(random);
    parser.feed(one.data(), one.size());
  }
  parser.idle();
  EQUAL(parser.counters().given_up, uint32_t{0});
  EQUAL(parser.counters().steps < 8 * parser.counters().bytes, true);
}
