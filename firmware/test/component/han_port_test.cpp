#include "../../components/han_port/han_port.h"

#include "../../components/han_port/telegram_json.h"
#include "../check.h"
#include "../meter_bytes.h"
#include "esphome/components/mqtt/mqtt_client.h"
#include "esphome/components/wifi/wifi_component.h"
#include "esphome/core/log.h"
#ifdef USE_ESP8266
#include <Esp.h>
#endif

using namespace esphome;
using namespace wattframe::test;

namespace {

/// A reader on a desk: its port, its broker and its clock are the test's.
struct Desk {
  mqtt::MQTTClientComponent broker;
  wifi::WiFiComponent wifi;
  uart::UARTComponent port;
  GPIOPin lamp;
  sensor::Sensor supply;
  std::vector<sensor::Sensor> sensors{wattframe::kQuantityCount};
  han_port::HanPort reader;

  explicit Desk(void (*configure)(han_port::HanPort &) = nullptr) {
    stub_now_ms = 1000000;
    if (configure != nullptr) configure(this->reader);
    mqtt::global_mqtt_client = &this->broker;
    wifi::global_wifi_component = &this->wifi;
    this->reader.set_uart_parent(&this->port);
    this->reader.set_lamp_pin(&this->lamp);
    this->reader.set_supply_sensor(&this->supply);
    for (uint8_t i = 0; i < wattframe::kQuantityCount; i++) {
      const wattframe::QuantityRow row = wattframe::quantity_row(i);
      this->reader.add_sensor(row.c, row.d, row.e, &this->sensors[i]);
    }
    this->reader.setup();
  }

  void connect() { this->wifi.connected = this->broker.connected = true; }

  void pass(uint32_t ms = 16) {
    stub_now_ms += ms;
    this->reader.run_scheduler();
    this->reader.loop();
  }

  void wait(uint32_t ms) {
    for (uint32_t passed = 0; passed < ms; passed += 100) this->pass(100);
  }

  /// The meter sends these bytes; the reader reads them, and then the line is silent.
  void receive(const Bytes &bytes) {
    this->port.bytes.insert(this->port.bytes.end(), bytes.begin(), bytes.end());
    while (!this->port.bytes.empty()) this->pass();
    this->wait(400);
  }

  std::string last(const std::string &topic) const {
    for (auto at = this->broker.sent.rbegin(); at != this->broker.sent.rend(); ++at)
      if (at->topic == topic) return at->payload;
    return "nothing";
  }

  size_t count(const std::string &topic) const {
    size_t found = 0;
    for (const mqtt::Message &message : this->broker.sent)
      if (message.topic == topic) found++;
    return found;
  }

  void say(const std::string &topic, const std::string &payload) { this->broker.subscriptions.at(topic)(topic, payload); }
};

bool contains(const std::string &text, const std::string &part) {
  if (text.find(part) != std::string::npos) return true;
  printf("  not in: %s\n", text.c_str());
  return false;
}

House house() {
  std::mt19937 random(1);
  return random_house(random);
}

}  // namespace

TEST("diagnostics go out when the broker is reached, and every minute, retained") {
  Desk desk;
  desk.wait(5000);
  EQUAL(desk.broker.sent.size(), size_t{0});
  desk.connect();
  desk.pass();
  EQUAL(desk.count("han/diagnostics"), size_t{1});
  EQUAL(desk.broker.sent.back().retain, true);
  desk.wait(180000);
  EQUAL(desk.count("han/diagnostics"), size_t{4});
}

TEST("diagnostics say what the board is, how it fares and how often it lost the broker") {
  Desk desk;
  desk.supply.publish_state(3.287f);
  for (int i = 0; i < 3; i++) {
    desk.connect();
    desk.pass();
    desk.broker.connected = false;
    desk.pass();
  }
  const std::string text = desk.last("han/diagnostics");
#ifdef USE_ESP8266
  EQUAL(contains(text, "\"fw\":\"1.2.3\",\"esphome\":\"2000.1.0\",\"reset\":\"power\",\"up\":1000,\"rssi\":-61,\"heap\":24312,\"block\":18000,"), true);
#else
  EQUAL(contains(text, "\"fw\":\"1.2.3\",\"esphome\":\"2000.1.0\",\"reset\":\"brownout\",\"up\":1000,\"rssi\":-61,\"heap\":180000,\"block\":110000,"), true);
#endif
  EQUAL(contains(text, "\"supplyMv\":3287,\"reconnects\":2,\"unsent\":0,\"raw\":false,"), true);
  EQUAL(contains(text, "\"givenUp\":0,"), true);
  EQUAL(text.find("refused"), std::string::npos);
  EQUAL(text.find("fmt"), std::string::npos);
}

#ifdef USE_ESP8266
TEST("a crash and a watchdog are told from a power cut") {
  Desk desk;
  const char *const words[] = {"power", "watchdog", "crash", "watchdog", "software", "sleep", "reset", "unknown"};
  for (unsigned reason = 0; reason < 8; reason++) {
    ESP.reset.reason = reason;
    desk.connect();
    desk.pass();
    EQUAL(contains(desk.last("han/diagnostics"), std::string("\"reset\":\"") + words[reason] + "\""), true);
    desk.broker.connected = false;
    desk.pass();
  }
  ESP.reset.reason = 0;
}
#endif

TEST("a telegram is one message, and one that is not taken is counted") {
  Desk desk;
  desk.receive(efs(house()));
  EQUAL(desk.count("han/telegram"), size_t{0});
  desk.connect();
  desk.receive(efs(house()));
  EQUAL(desk.count("han/telegram"), size_t{1});
  EQUAL(contains(desk.last("han/telegram"), "{\"v\":1,\"seq\":2,"), true);
  desk.broker.has_room = false;
  desk.receive(efs2(house()));
  desk.broker.has_room = true;
  desk.wait(60000);
  EQUAL(contains(desk.last("han/diagnostics"), "\"unsent\":2,"), true);
  EQUAL(contains(desk.last("han/diagnostics"), "\"fmt\":\"efs2\",\"ageS\":"), true);
}

TEST("what was refused last is told in words, in the diagnostics and in the log") {
  Desk desk;
  desk.connect();
  Bytes frame = efs(house());
  frame[400] ^= 1;
  desk.receive(frame);
  desk.wait(60000);
  const std::string words = "the checksum of the frame does not fit: bytes were changed or lost on the way";
  EQUAL(contains(desk.last("han/diagnostics"), "\"refused\":\"" + words + "\",\"refusedS\":"), true);
  EQUAL(last_log, "efs telegram of 580 bytes refused: " + words);
}

TEST("raw bytes are published while they are asked for, and ten minutes at most") {
  Desk desk;
  desk.connect();
  const Bytes telegram = efs2(house());
  desk.receive(telegram);
  EQUAL(desk.count("han/raw"), size_t{0});
  desk.say("han/raw/set", "ON");
  desk.pass();
  EQUAL(contains(desk.last("han/diagnostics"), "\"raw\":true"), true);
  desk.receive(telegram);
  std::string raw;
  for (const mqtt::Message &message : desk.broker.sent)
    if (message.topic == "han/raw") raw += message.payload;
  EQUAL(raw == std::string(telegram.begin(), telegram.end()), true);
  desk.say("han/raw/set", "off");
  desk.pass();
  const size_t before = desk.count("han/raw");
  desk.receive(telegram);
  EQUAL(desk.count("han/raw"), before);
  desk.say("han/raw/set", "on");
  desk.wait(9 * 60 * 1000);
  desk.receive(telegram);
  EQUAL(desk.count("han/raw") > before, true);
  const size_t then = desk.count("han/raw");
  desk.wait(61 * 1000);
  EQUAL(contains(desk.last("han/diagnostics"), "\"raw\":false"), true);
  desk.receive(telegram);
  EQUAL(desk.count("han/raw"), then);
  desk.say("han/raw/set", "maybe");
  desk.pass();
  desk.receive(telegram);
  EQUAL(desk.count("han/raw"), then);
}

TEST("raw bytes are published at all times where the configuration says so") {
  Desk desk([](han_port::HanPort &reader) { reader.set_raw_always(); });
  desk.connect();
  EQUAL(desk.broker.subscriptions.size(), size_t{0});
  desk.wait(11 * 60 * 1000);
  const Bytes telegram = efs2(house());
  desk.receive(telegram);
  EQUAL(desk.count("han/raw") > 0, true);
  desk.wait(60000);
  EQUAL(contains(desk.last("han/diagnostics"), "\"raw\":true"), true);
}

TEST("a second meter on the board has its own port, prefix and numbers") {
  Desk desk;
  desk.connect();
  uart::UARTComponent port;
  han_port::HanPort second;
  second.set_uart_parent(&port);
  second.set_topic_prefix("han2");
  second.setup();
  const auto pass_both = [&] {
    desk.wait(400);
    for (int i = 0; i < 10; i++) {
      stub_now_ms += 100;
      second.run_scheduler();
      second.loop();
    }
  };
  pass_both();
  EQUAL(desk.count("han2/diagnostics"), size_t{1});
  EQUAL(desk.broker.subscriptions.count("han2/raw/set"), size_t{1});
  desk.receive(efs(house()));
  const Bytes other = ascii_telegram({"1-0:1.7.0(1.234*kW)"});
  port.bytes.assign(other.begin(), other.end());
  pass_both();
  EQUAL(desk.count("han/telegram"), size_t{1});
  EQUAL(desk.count("han2/telegram"), size_t{1});
  EQUAL(contains(desk.last("han2/telegram"), "\"seq\":1,"), true);
  EQUAL(contains(desk.last("han2/telegram"), "\"1-0:1.7.0\":1234"), true);
  desk.say("han2/raw/set", "on");
  port.bytes.assign(other.begin(), other.end());
  pass_both();
  EQUAL(desk.count("han2/raw"), size_t{1});
  EQUAL(desk.count("han/raw"), size_t{0});
}

TEST("every byte of the meter is sent again to a second device, whole telegrams or not") {
  static uart::UARTComponent second;
  Desk desk([](han_port::HanPort &reader) { reader.set_repeat_uart(&second); });
  const Bytes sent = bytes("half a telegram") + efs(house()) + efs2(house());
  desk.receive(sent);
  EQUAL(second.sent == sent, true);
}

TEST("a pause that is shorter than the gap does not end a telegram") {
  const Bytes telegram = mbus_frames(bytes("\x0f") + Bytes{0x40, 0, 0, 0, 0, 0x01, 0x01} + element({1, 0, 1, 7, 0, 255}, uint32_value(1122), 0, 27));
  const auto taken = [&telegram](void (*configure)(han_port::HanPort &)) {
    Desk desk(configure);
    desk.connect();
    desk.port.bytes.assign(telegram.begin(), telegram.begin() + 20);
    desk.wait(500);
    desk.port.bytes.assign(telegram.begin() + 20, telegram.end());
    desk.wait(100);
    return desk.last("han/telegram");
  };
  EQUAL(taken(nullptr), "nothing");
  EQUAL(contains(taken([](han_port::HanPort &reader) { reader.set_gap(1000); }), "\"fmt\":\"mbus\",\"obis\":{\"1-0:1.7.0\":1122}"), true);
}

#ifdef USE_HAN_PORT_KEYS
TEST("an encrypted telegram is published, and without its key refused in words") {
  const wattframe::Key key{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  Bytes frame = sealed_content(bytes("\x0f") + Bytes{0x40, 0, 0, 0, 0, 0x01, 0x01} + element({1, 0, 1, 7, 0, 255}, uint32_value(1122), 0, 27));
  constexpr size_t kHead = 18, kControlAt = 13;
  frame[kControlAt] = 0x20;
  const Bytes nonce = Bytes(frame.begin() + 2, frame.begin() + 10) + Bytes(frame.begin() + 14, frame.begin() + kHead);
  mbedtls_gcm_context gcm;
  mbedtls_gcm_init(&gcm);
  EQUAL(mbedtls_gcm_setkey(&gcm, MBEDTLS_CIPHER_ID_AES, key.data(), 128), 0);
  uint8_t tag[12];
  EQUAL(mbedtls_gcm_crypt_and_tag(&gcm, MBEDTLS_GCM_ENCRYPT, frame.size() - kHead, nonce.data(), nonce.size(), nullptr, 0, frame.data() + kHead,
                                  frame.data() + kHead, sizeof(tag), tag), 0);
  mbedtls_gcm_free(&gcm);
  Desk without;
  without.connect();
  without.receive(mbus_frames(frame));
  EQUAL(last_log, "mbus telegram of 58 bytes refused: encrypted, and this reader has no key: set decryption_key, or let the display decrypt raw bytes");
  Desk with([](han_port::HanPort &reader) {
    reader.set_decryption_key({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    reader.set_authentication_key({1});
  });
  with.connect();
  with.receive(mbus_frames(frame));
  EQUAL(contains(with.last("han/telegram"), "\"fmt\":\"mbus\",\"obis\":{\"1-0:1.7.0\":1122}"), true);
}
#endif

TEST("sensors follow a telegram a few at a time, each with its value") {
  Desk desk;
  desk.connect();
  const Bytes telegram = efs(house());
  desk.port.bytes.insert(desk.port.bytes.end(), telegram.begin(), telegram.end());
  const auto told = [&desk] {
    size_t all = 0;
    for (const sensor::Sensor &one : desk.sensors) all += one.states.size();
    return all;
  };
  size_t before = 0;
  for (int i = 0; i < 20; i++) {
    desk.pass();
    EQUAL(told() - before <= 4, true);
    before = told();
  }
  EQUAL(before, size_t{26});
  desk.wait(1000);
  EQUAL(told(), size_t{26});
  EQUAL(desk.sensors[wattframe::find_quantity({1, 0, 4, 7, 0})].state, 0.126f);
  EQUAL(desk.sensors[wattframe::find_quantity({1, 0, 32, 7, 0})].state, static_cast<float>(house().volts_tenths[0]) / 10.0f);
}

TEST("an object of the user's own choice is a sensor like the others") {
  Desk desk;
  sensor::Sensor peak;
  sensor::Sensor absent;
  desk.reader.add_object_sensor({1, 0, 1, 6, 0}, &peak);
  desk.reader.add_object_sensor({1, 0, 1, 6, 1}, &absent);
  desk.receive(ascii_telegram({"1-0:1.6.0(260115001500W)(05.123*kW)", "1-0:1.6.0(9*kW)", "1-0:1.7.0(1*kW)"}));
  EQUAL(peak.states.size(), size_t{1});
  EQUAL(peak.state, 5.123f);
  EQUAL(absent.states.size(), size_t{0});
}

TEST("the lamp names the nearest trouble") {
  Desk desk;
  const auto flashes = [&desk] {
    stub_now_ms += 3000 - stub_now_ms % 3000 - 10;
    int count = 0;
    bool before = false;
    for (int i = 0; i < 300; i++) {
      desk.pass(10);
      if (desk.lamp.level && !before) count++;
      before = desk.lamp.level;
    }
    return count;
  };
  EQUAL(desk.lamp.is_set_up, true);
  EQUAL(flashes(), 1);
  desk.wifi.connected = true;
  EQUAL(flashes(), 2);
  desk.broker.connected = true;
  EQUAL(flashes(), 3);
  desk.receive(bytes("nothing that is a telegram"));
  EQUAL(flashes(), 4);
  desk.receive(efs(house()));
  EQUAL(flashes(), 0);
  desk.wait(70000);
  EQUAL(flashes(), 3);
}

TEST("noise is given up when it costs too much, and the diagnostics count it") {
  Desk desk;
  desk.connect();
  Bytes hostile;
  while (hostile.size() < 3000) hostile = hostile + bytes("/aaa\n.");
  desk.receive(hostile);
  desk.wait(60000);
  EQUAL(contains(desk.last("han/diagnostics"), "\"givenUp\":1,"), true);
}
