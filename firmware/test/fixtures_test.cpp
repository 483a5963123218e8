#include <algorithm>

#include "../components/han_port/gcm_cipher.h"
#include "../components/han_port/telegram_json.h"
#include "../host/decode_line.h"
#include "check.h"
#include "telegram_fixture.h"

using namespace wattframe;
using namespace wattframe::test;

namespace {

template<typename Write> std::string written(Write write) {
  char text[64];
  TextWriter out(text, sizeof(text));
  write(out);
  return text;
}

/// Everything that the parser finds, in the form in which expectations are compared.
struct Told : Sink {
  std::vector<std::string> events;
  void on_telegram(const Telegram &telegram) override {
    std::vector<std::string> lines;
    for (uint8_t i = 0; i < kQuantityCount; i++)
      if (telegram.values.has(i))
        lines.push_back(kQuantityNames[i] + written([&](TextWriter &out) { out.put(' '); out.milli(telegram.values.milli(i)); }));
    if (telegram.clock.known) lines.push_back(written([&](TextWriter &out) { out.text(FLASH_TEXT("meterClock ")); write_clock(out, telegram.clock); }));
    Objects objects = telegram.objects();
    for (Object object; objects.next(object);) {
      const std::string line = written([&](TextWriter &out) { out.text(FLASH_TEXT("unknown ")); out.obis(object.obis); });
      if (is_other(object) && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    }
    this->events.push_back(event_text("ok", lines));
  }
  void on_refusal(const Refusal &refusal) override { this->events.push_back(event_text(cause_code(refusal.cause), {})); }
};

Key key_of(const Bytes &bytes) {
  Key key{};
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

std::vector<std::string> told(const TelegramFixture &fixture, size_t piece) {
  Told sink;
  Parser parser(sink);
  parser.allow_no_crc(fixture.allow_no_crc);
  GcmCipher cipher(key_of(fixture.key));
  if (!fixture.authentication_key.empty()) cipher.set_authentication_key(key_of(fixture.authentication_key));
  if (!fixture.key.empty()) parser.set_cipher(&cipher);
  for (size_t at = 0; at < fixture.bytes.size(); at += piece)
    parser.feed(fixture.bytes.data() + at, std::min(piece, fixture.bytes.size() - at));
  parser.idle();
  return sink.events;
}

std::string joined(const std::vector<std::string> &events) {
  std::string all;
  for (const std::string &event : events) all += "\n" + event;
  return all;
}

}  // namespace

TEST("the reader makes of every fixture what is expected, in pieces of any size") {
  const std::vector<TelegramFixture> fixtures = telegram_fixtures();
  EQUAL(fixtures.size() >= 50, true);
  for (const TelegramFixture &fixture : fixtures)
    for (const size_t piece : {fixture.bytes.size(), size_t{7}, size_t{1}})
      EQUAL(fixture.name + joined(told(fixture, piece)), fixture.name + joined(fixture.expected));
}
