#include "han_port.h"

#include "esphome/core/hal.h"
#include "esphome/core/log.h"
#ifdef USE_MQTT
#include "esphome/components/mqtt/mqtt_client.h"
#endif
#ifdef USE_WIFI
#include "esphome/components/wifi/wifi_component.h"
#endif
#ifdef USE_ESP8266
#include <Esp.h>
#endif
#ifdef USE_ESP32
#include <esp_system.h>
#endif

#include "telegram_json.h"
#include "text_writer.h"

namespace esphome::han_port {

using wattframe::Format;
using wattframe::TextWriter;

namespace {

const char *const TAG = "han_port";

// Longer than any pause inside a telegram, shorter than any between two.
constexpr uint32_t kGapMs = 200;
// Bounds the work of one pass. ESPHome passes here some sixty times a second at least, and 192 bytes arrive in a sixtieth at 115200 baud.
constexpr size_t kBytesPerLoop = 256;

uint32_t uptime_seconds() { return static_cast<uint32_t>(millis_64() / 1000); }

}  // namespace

void HanPort::setup() {
  this->set_interval(this->diagnostics_interval_ms_, [this]() { this->publish_diagnostics(); });
}

void HanPort::dump_config() {
  ESP_LOGCONFIG(TAG,
                "HAN port:\n"
                "  Formats: EFS (HDLC) and EFS2 (ASCII), told apart while running\n"
                "  Diagnostics every %u s",
                static_cast<unsigned>(this->diagnostics_interval_ms_ / 1000));
}

void HanPort::loop() {
  const uint32_t now = millis();
  const size_t waiting = this->available();
  if (waiting == 0) {
    // Asked only when nothing waits: a loop that was held up must not mistake its own pause for the meter's.
    if (now - this->last_byte_ms_ > kGapMs) this->line_is_silent();
    return;
  }
#ifndef USE_HOST
  if (waiting + 1 >= this->parent_->get_rx_buffer_size()) this->port_overruns_++;
#endif
  uint8_t bytes[kBytesPerLoop];
  const size_t count = waiting < sizeof(bytes) ? waiting : sizeof(bytes);
  if (!this->read_array(bytes, count)) return;
  this->last_byte_ms_ = now;
  this->take(bytes, count);
}

void HanPort::take(const uint8_t *bytes, size_t count) {
#ifdef USE_HAN_PORT_RAW
  if (this->raw_length_ + count > sizeof(this->raw_)) this->flush_raw();
  for (size_t i = 0; i < count; i++) this->raw_[this->raw_length_++] = bytes[i];
#endif
  this->parser_.feed(bytes, count);
}

void HanPort::line_is_silent() {
  if (this->parser_.pending()) this->parser_.idle();
#ifdef USE_HAN_PORT_RAW
  if (this->raw_length_ > 0) this->flush_raw();
#endif
}

void HanPort::on_telegram(const wattframe::Telegram &telegram) {
  const wattframe::Counters &counters = this->parser_.counters();
  this->last_good_s_ = uptime_seconds();
  this->sequence_++;
  TextWriter out(this->text_, sizeof(this->text_));
  if (write_telegram(out, telegram, {this->sequence_, this->last_good_s_, counters.ok, counters.bad()})) {
    this->publish("telegram", this->text_, out.length(), false);
    if (this->telegram_trigger_ != nullptr) this->telegram_trigger_->trigger(std::string(this->text_, out.length()));
  }
#ifdef USE_HAN_PORT_SENSORS
  for (uint8_t i = 0; i < wattframe::kQuantityCount; i++) {
    if (this->sensors_[i] == nullptr || !telegram.values.has(i)) continue;
    const wattframe::Unit unit = wattframe::kQuantities[i].unit;
    const bool whole = unit == wattframe::Unit::kAmpere || unit == wattframe::Unit::kVolt || unit == wattframe::Unit::kHertz;
    this->sensors_[i]->publish_state(static_cast<float>(telegram.values.milli(i)) / (whole ? 1e3f : 1e6f));
  }
#endif
}

void HanPort::on_refusal(const wattframe::Refusal &refusal) {
  char words[96];
  TextWriter out(words, sizeof(words));
  out.flash_text(wattframe::refusal_words(refusal.cause, refusal.detail));
  ESP_LOGW(TAG, "%s telegram of %u bytes refused: %s", refusal.format == Format::kAscii ? "EFS2" : "EFS",
           static_cast<unsigned>(refusal.bytes), words);
}

void HanPort::publish_diagnostics() {
  const wattframe::Counters &counters = this->parser_.counters();
  const uint32_t up = uptime_seconds();
  TextWriter out(this->text_, sizeof(this->text_));
  out.text("{\"v\":1,\"up\":");
  out.integer(up);
#ifdef USE_WIFI
  out.text(",\"rssi\":");
  out.integer(wifi::global_wifi_component->wifi_rssi());
#endif
#ifdef USE_ESP8266
  out.text(",\"heap\":");
  out.integer(ESP.getFreeHeap());  // NOLINT(readability-static-accessed-through-instance)
#elif defined(USE_ESP32)
  out.text(",\"heap\":");
  out.integer(esp_get_free_heap_size());
#endif
  if (counters.last_format != Format::kNone) {
    out.text(counters.last_format == Format::kAscii ? ",\"fmt\":\"efs2\",\"ageS\":" : ",\"fmt\":\"efs\",\"ageS\":");
    out.integer(up - this->last_good_s_);
  }
  out.put(',');
  write_counters(out, counters);
  out.text(",\"portOverruns\":");
  out.integer(this->port_overruns_);
  out.put('}');
  this->publish("diagnostics", this->text_, out.length(), true);
  if (this->diagnostics_trigger_ != nullptr) this->diagnostics_trigger_->trigger(std::string(this->text_, out.length()));
}

#ifdef USE_HAN_PORT_RAW
void HanPort::flush_raw() {
  this->publish("raw", reinterpret_cast<const char *>(this->raw_), this->raw_length_, false);
  if (this->raw_trigger_ != nullptr)
    this->raw_trigger_->trigger(std::vector<uint8_t>(this->raw_, this->raw_ + this->raw_length_));
  this->raw_length_ = 0;
}
#endif

#ifdef USE_HAN_PORT_SENSORS
void HanPort::add_sensor(uint8_t c, uint8_t d, uint8_t e, sensor::Sensor *sensor) {
  const uint8_t quantity = wattframe::find_quantity({1, 0, c, d, e});
  if (quantity != wattframe::kNoQuantity) this->sensors_[quantity] = sensor;
}
#endif

void HanPort::publish(const char *topic, const char *payload, size_t length, bool retain) {
#ifdef USE_MQTT
  if (!mqtt::global_mqtt_client->is_connected()) return;
  const std::string full = mqtt::global_mqtt_client->get_topic_prefix() + "/" + topic;
  mqtt::global_mqtt_client->publish(full, payload, length, 0, retain);
#else
  (void) topic, (void) payload, (void) length, (void) retain;
#endif
}

}  // namespace esphome::han_port
