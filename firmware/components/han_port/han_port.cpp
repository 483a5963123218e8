#include "han_port.h"

#include <strings.h>

#include "esphome/core/hal.h"
#include "esphome/core/log.h"
#include "esphome/core/version.h"
#ifdef USE_MQTT
#include "esphome/components/mqtt/mqtt_client.h"
#endif

#include "device_facts.h"
#include "telegram_json.h"
#include "text_writer.h"

namespace esphome::han_port {

using wattframe::Format;
using wattframe::Health;
using wattframe::TextWriter;

namespace {

const char *const TAG = "han_port";

// Six pushes of the slowest meters that are known.
constexpr uint32_t kSilentMs = 60000;
// Bounds the work of one pass. ESPHome passes here some sixty times a second at least, and 192 bytes arrive in a sixtieth at 115200 baud.
constexpr size_t kBytesPerLoop = 256;
// So that a large telegram and all sensors behind it fit the TCP send buffer one after the other.
constexpr int kSensorsPerLoop = 4;
constexpr uint32_t kRawMs = 10 * 60 * 1000;

#ifdef ESPHOME_PROJECT_VERSION
#define HAN_PORT_VERSION ESPHOME_PROJECT_VERSION
#else
#define HAN_PORT_VERSION "unknown"
#endif

uint32_t uptime_seconds() { return static_cast<uint32_t>(millis_64() / 1000); }

void member(TextWriter &out, wattframe::FlashText name, int64_t value) {
  out.text(name);
  out.integer(value);
}

}  // namespace

void HanPort::setup() {
  this->set_interval(this->diagnostics_interval_ms_, [this]() { this->publish_diagnostics(); });
  if (this->lamp_ != nullptr) this->lamp_->setup();
#ifdef USE_MQTT
  if (this->raw_is_always_) return;
  mqtt::global_mqtt_client->subscribe(this->topic("raw/set"), [this](const std::string &, const std::string &payload) {
    if (strcasecmp(payload.c_str(), "on") == 0) this->request_raw(true);
    if (strcasecmp(payload.c_str(), "off") == 0) this->request_raw(false);
  });
#endif
}

void HanPort::dump_config() {
  ESP_LOGCONFIG(TAG,
                "HAN port:\n"
                "  Formats: EFS (HDLC), EFS2 (ASCII) and M-Bus, recognized while running\n"
                "  Diagnostics every %u s",
                static_cast<unsigned>(this->diagnostics_interval_ms_ / 1000));
}

void HanPort::loop() {
  const uint32_t now = millis();
  if (this->raw_request_ != RawRequest::kNone) this->set_raw(this->raw_request_ == RawRequest::kOn);
  this->read_port(now);
  this->watch_broker();
  this->show_health(now);
#ifdef USE_HAN_PORT_SENSORS
  this->publish_some_sensors();
#endif
}

void HanPort::read_port(uint32_t now_ms) {
  const size_t waiting = this->available();
  if (waiting == 0) {
    // Asked only when nothing waits: a loop that was held up must not mistake its own pause for the meter's.
    if (now_ms - this->last_byte_ms_ > this->gap_ms_) this->line_is_silent();
    return;
  }
#ifndef USE_HOST
  if (waiting + 1 >= this->parent_->get_rx_buffer_size()) this->port_overruns_++;
#endif
  uint8_t bytes[kBytesPerLoop];
  const size_t count = waiting < sizeof(bytes) ? waiting : sizeof(bytes);
  if (!this->read_array(bytes, count)) return;
  this->last_byte_ms_ = now_ms;
  this->has_bytes_ = true;
  this->take(bytes, count);
}

void HanPort::take(const uint8_t *bytes, size_t count) {
  if (this->repeat_ != nullptr) this->repeat_->write_array(bytes, count);
  if (this->raw_is_wanted()) {
    if (this->raw_length_ + count > sizeof(this->raw_)) this->flush_raw();
    for (size_t i = 0; i < count; i++) this->raw_[this->raw_length_++] = bytes[i];
  }
  this->parser_.feed(bytes, count);
}

void HanPort::line_is_silent() {
  if (this->parser_.pending()) this->parser_.idle();
  if (this->raw_length_ > 0) this->flush_raw();
}

/// Diagnostics go out as soon as there is a broker to take them.
void HanPort::watch_broker() {
  const bool connected = broker_is_connected();
  if (connected && !this->was_connected_) {
    this->connections_++;
    this->publish_diagnostics();
  }
  this->was_connected_ = connected;
}

void HanPort::show_health(uint32_t now_ms) {
  if (this->lamp_ == nullptr) return;
  this->lamp_->digital_write(wattframe::lamp_is_lit(this->health(now_ms), now_ms, now_ms - this->last_good_ms_));
}

Health HanPort::health(uint32_t now_ms) const {
  if (!network_is_connected()) return Health::kNoWifi;
  if (!this->was_connected_) return Health::kNoBroker;
  if (!this->has_bytes_ || now_ms - this->last_byte_ms_ > kSilentMs) return Health::kNoBytes;
  return this->sequence_ > 0 && now_ms - this->last_good_ms_ <= kSilentMs ? Health::kGood : Health::kRefused;
}

void HanPort::on_telegram(const wattframe::Telegram &telegram) {
  const wattframe::Counters &counters = this->parser_.counters();
  this->last_good_s_ = uptime_seconds();
  this->last_good_ms_ = millis();
  this->sequence_++;
  TextWriter out(this->text_, sizeof(this->text_));
  if (write_telegram(out, telegram, {this->sequence_, this->last_good_s_, counters.ok, counters.bad()})) {
    if (!this->publish(FLASH_TEXT("telegram"), this->text_, out.length(), false)) this->unsent_++;
    if (this->telegram_trigger_ != nullptr) this->telegram_trigger_->trigger(std::string(this->text_, out.length()));
  }
#ifdef USE_HAN_PORT_SENSORS
  this->note_sensors(telegram);
#endif
}

void HanPort::on_refusal(const wattframe::Refusal &refusal) {
  this->has_refused_ = true;
  this->refused_s_ = uptime_seconds();
  this->refused_cause_ = refusal.cause;
  this->refused_detail_ = refusal.detail;
  char words[128];
  TextWriter out(words, sizeof(words));
  out.text(wattframe::refusal_words(refusal.cause, refusal.detail));
  char format[8];
  TextWriter name(format, sizeof(format));
  name.text(wattframe::format_name(refusal.format));
  ESP_LOGW(TAG, "%s telegram of %u bytes refused: %s", format, static_cast<unsigned>(refusal.bytes), words);
}

void HanPort::publish_diagnostics() {
  const wattframe::Counters &counters = this->parser_.counters();
  TextWriter out(this->text_, sizeof(this->text_));
  this->write_device(out);
  if (counters.last_format != Format::kNone) {
    out.text(FLASH_TEXT(",\"fmt\":\""));
    out.text(wattframe::format_name(counters.last_format));
    member(out, FLASH_TEXT("\",\"ageS\":"), uptime_seconds() - this->last_good_s_);
  }
  out.put(',');
  write_counters(out, counters);
  member(out, FLASH_TEXT(",\"portOverruns\":"), this->port_overruns_);
  this->write_refusal(out);
  out.put('}');
  this->publish(FLASH_TEXT("diagnostics"), this->text_, out.length(), true);
  if (this->diagnostics_trigger_ != nullptr) this->diagnostics_trigger_->trigger(std::string(this->text_, out.length()));
}

void HanPort::write_device(TextWriter &out) const {
  out.text(FLASH_TEXT("{\"v\":1,\"fw\":\"" HAN_PORT_VERSION "\",\"esphome\":\"" ESPHOME_VERSION "\",\"reset\":\""));
  out.text(reset_reason());
  member(out, FLASH_TEXT("\",\"up\":"), uptime_seconds());
  int dbm = 0;
  if (signal_strength(dbm)) member(out, FLASH_TEXT(",\"rssi\":"), dbm);
  if (free_memory() > 0) {
    member(out, FLASH_TEXT(",\"heap\":"), free_memory());
    member(out, FLASH_TEXT(",\"block\":"), largest_free_block());
  }
#ifdef USE_SENSOR
  if (this->supply_ != nullptr && this->supply_->has_state())
    member(out, FLASH_TEXT(",\"supplyMv\":"), static_cast<int64_t>(this->supply_->state * 1000.0f));
#endif
  member(out, FLASH_TEXT(",\"reconnects\":"), this->connections_ > 0 ? this->connections_ - 1 : 0);
  member(out, FLASH_TEXT(",\"unsent\":"), this->unsent_);
  out.text(this->raw_is_on_ ? FLASH_TEXT(",\"raw\":true") : FLASH_TEXT(",\"raw\":false"));
}

void HanPort::write_refusal(TextWriter &out) const {
  if (!this->has_refused_) return;
  out.text(FLASH_TEXT(",\"refused\":\""));
  out.text(wattframe::refusal_words(this->refused_cause_, this->refused_detail_));
  member(out, FLASH_TEXT("\",\"refusedS\":"), uptime_seconds() - this->refused_s_);
}

void HanPort::set_raw(bool on) {
  this->raw_request_ = RawRequest::kNone;
  this->raw_is_on_ = on;
  this->raw_length_ = 0;
  if (on)
    this->set_timeout("raw", kRawMs, [this]() { this->set_raw(false); });
  else
    this->cancel_timeout("raw");
  this->publish_diagnostics();
}

void HanPort::flush_raw() {
  if (this->raw_is_on_) this->publish(FLASH_TEXT("raw"), reinterpret_cast<const char *>(this->raw_), this->raw_length_, false);
  if (this->raw_trigger_ != nullptr)
    this->raw_trigger_->trigger(std::vector<uint8_t>(this->raw_, this->raw_ + this->raw_length_));
  this->raw_length_ = 0;
}

#ifdef USE_HAN_PORT_SENSORS
void HanPort::add_sensor(uint8_t c, uint8_t d, uint8_t e, sensor::Sensor *sensor) {
  const uint8_t quantity = wattframe::find_quantity({1, 0, c, d, e});
  if (quantity != wattframe::kNoQuantity) this->sensors_[quantity] = sensor;
}

/// Keeps what the sensors will say; the telegram itself is gone by then.
void HanPort::note_sensors(const wattframe::Telegram &telegram) {
  this->sensor_values_ = telegram.values;
  this->next_sensor_ = 0;
  for (ObjectSensor &one : this->objects_) one.is_due = false;
  wattframe::Objects objects = telegram.objects();
  for (wattframe::Object object; !this->objects_.empty() && objects.next(object);) {
    int64_t milli;
    for (ObjectSensor &one : this->objects_) {
      if (one.is_due || !(one.obis == object.obis) || !object_number(object, milli)) continue;
      one.value = static_cast<float>(milli) / 1e3f;
      one.is_due = true;
    }
  }
}

void HanPort::publish_some_sensors() {
  int sent = 0;
  for (; sent < kSensorsPerLoop && this->next_sensor_ < wattframe::kQuantityCount; this->next_sensor_++) {
    const uint8_t i = this->next_sensor_;
    if (this->sensors_[i] == nullptr || !this->sensor_values_.has(i)) continue;
    const bool in_thousandths = wattframe::is_in_thousandths(wattframe::quantity_row(i).unit);
    this->sensors_[i]->publish_state(static_cast<float>(this->sensor_values_.milli(i)) / (in_thousandths ? 1e3f : 1e6f));
    sent++;
  }
  for (ObjectSensor &one : this->objects_) {
    if (!one.is_due || sent >= kSensorsPerLoop) continue;
    one.is_due = false;
    one.sensor->publish_state(one.value);
    sent++;
  }
}
#endif

#ifdef USE_MQTT
std::string HanPort::topic(const char *name) const {
  const std::string prefix = this->prefix_ != nullptr ? this->prefix_ : mqtt::global_mqtt_client->get_topic_prefix();
  return prefix + "/" + name;
}
#endif

bool HanPort::publish(wattframe::FlashText topic, const char *payload, size_t length, bool retain) {
#ifdef USE_MQTT
  if (!mqtt::global_mqtt_client->is_connected()) return false;
  char name[16];
  TextWriter out(name, sizeof(name));
  out.text(topic);
  return mqtt::global_mqtt_client->publish(this->topic(name), payload, length, 0, retain);
#else
  (void) topic, (void) payload, (void) length, (void) retain;
  return true;
#endif
}

}  // namespace esphome::han_port
