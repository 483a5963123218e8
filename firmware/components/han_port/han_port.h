#pragma once

#include <memory>
#include <string>
#include <vector>

#include "esphome/components/uart/uart.h"
#include "esphome/core/automation.h"
#include "esphome/core/component.h"
#include "esphome/core/defines.h"
#include "esphome/core/gpio.h"
#ifdef USE_SENSOR
#include "esphome/components/sensor/sensor.h"
#endif

#include "gcm_cipher.h"
#include "health.h"
#include "parser.h"
#include "text_writer.h"

namespace esphome::han_port {

/// Carries one meter's bytes from the UART to the parser, and what the parser finds to MQTT: `<prefix>/telegram`,
/// `<prefix>/diagnostics`, and for ten minutes after `<prefix>/raw/set` asked for it `<prefix>/raw`. Never waits for bytes.
/// A board has one of these for each of its meters.
class HanPort : public Component, public uart::UARTDevice, private wattframe::Sink {
 public:
  HanPort() : parser_(*this) {}

  void setup() override;
  void loop() override;
  void dump_config() override;
  float get_setup_priority() const override { return setup_priority::DATA; }

  /// The topic prefix of this meter, where it is not that of the whole node.
  void set_topic_prefix(const char *prefix) { this->prefix_ = prefix; }
  void set_allow_no_crc(bool allow) { this->parser_.allow_no_crc(allow); }
  /// Silence by which a telegram has ended, longer than any pause inside one.
  void set_gap(uint32_t gap_ms) { this->gap_ms_ = gap_ms; }
  void set_diagnostics_interval(uint32_t interval_ms) { this->diagnostics_interval_ms_ = interval_ms; }
  void set_lamp_pin(GPIOPin *pin) { this->lamp_ = pin; }
  void set_telegram_trigger(Trigger<std::string> *trigger) { this->telegram_trigger_ = trigger; }
  void set_diagnostics_trigger(Trigger<std::string> *trigger) { this->diagnostics_trigger_ = trigger; }
  void set_raw_trigger(Trigger<std::vector<uint8_t>> *trigger) { this->raw_trigger_ = trigger; }
  /// Every byte of the meter is sent again to a second device.
  void set_repeat_uart(uart::UARTComponent *uart) { this->repeat_ = uart; }
  /// Raw bytes are published at all times, for what only the display can read.
  void set_raw_always() { this->raw_is_always_ = this->raw_is_on_ = true; }
#ifdef USE_HAN_PORT_KEYS
  void set_decryption_key(const wattframe::Key &key) {
    this->cipher_ = std::make_unique<wattframe::GcmCipher>(key);
    this->parser_.set_cipher(this->cipher_.get());
  }
  /// Only after `set_decryption_key`.
  void set_authentication_key(const wattframe::Key &key) { this->cipher_->set_authentication_key(key); }
#endif
  /// Raw bytes are published from the next pass on, until they are switched off or ten minutes have passed. May be called from anywhere.
  void request_raw(bool on) { this->raw_request_ = on ? RawRequest::kOn : RawRequest::kOff; }
#ifdef USE_SENSOR
  void set_supply_sensor(sensor::Sensor *sensor) { this->supply_ = sensor; }
#endif
#ifdef USE_HAN_PORT_SENSORS
  void add_sensor(uint8_t c, uint8_t d, uint8_t e, sensor::Sensor *sensor);
  /// A sensor of any object that is a number, in the unit that the meter sends it in.
  void add_object_sensor(wattframe::Obis obis, sensor::Sensor *sensor) { this->objects_.push_back({obis, sensor, 0, false}); }
#endif

 private:
  void on_telegram(const wattframe::Telegram &telegram) override;
  void on_refusal(const wattframe::Refusal &refusal) override;
  void read_port(uint32_t now_ms);
  void take(const uint8_t *bytes, size_t count);
  void line_is_silent();
  void watch_broker();
  void show_health(uint32_t now_ms);
  wattframe::Health health(uint32_t now_ms) const;
  void publish_diagnostics();
  void write_device(wattframe::TextWriter &out) const;
  void write_refusal(wattframe::TextWriter &out) const;
  void set_raw(bool on);
  bool raw_is_wanted() const { return this->raw_is_on_ || this->raw_trigger_ != nullptr; }
  void flush_raw();
#ifdef USE_MQTT
  std::string topic(const char *name) const;
#endif
  /// False when the message was not handed to the network.
  bool publish(wattframe::FlashText topic, const char *payload, size_t length, bool retain);

  wattframe::Parser parser_;
#ifdef USE_HAN_PORT_KEYS
  std::unique_ptr<wattframe::GcmCipher> cipher_;
#endif
  uart::UARTComponent *repeat_{nullptr};
  const char *prefix_{nullptr};
  Trigger<std::string> *telegram_trigger_{nullptr};
  Trigger<std::string> *diagnostics_trigger_{nullptr};
  Trigger<std::vector<uint8_t>> *raw_trigger_{nullptr};
  GPIOPin *lamp_{nullptr};
  uint32_t gap_ms_{200};
  uint32_t diagnostics_interval_ms_{60000};
  uint32_t last_byte_ms_{0};
  uint32_t last_good_s_{0};
  uint32_t last_good_ms_{0};
  uint32_t sequence_{0};
  uint32_t unsent_{0};       ///< telegrams that were not handed to the network
  uint32_t connections_{0};  ///< to the broker
  uint32_t port_overruns_{0};
  uint32_t refused_s_{0};  ///< when the last refusal was, in seconds since start
  wattframe::Cause refused_cause_{};
  wattframe::Detail refused_detail_{};
  bool has_refused_{false};
  bool has_bytes_{false};
  bool was_connected_{false};
  bool raw_is_on_{false};
  bool raw_is_always_{false};
  enum class RawRequest : uint8_t { kNone, kOn, kOff };
  volatile RawRequest raw_request_{RawRequest::kNone};
  // One buffer for everything that is published: the largest telegram with its texts, and still one TCP send buffer.
  char text_[2048];
  size_t raw_length_{0};
  uint8_t raw_[1024];
#ifdef USE_SENSOR
  sensor::Sensor *supply_{nullptr};
#endif

#ifdef USE_HAN_PORT_SENSORS
  struct ObjectSensor {
    wattframe::Obis obis;
    sensor::Sensor *sensor;
    float value;
    bool is_due;
  };
  void note_sensors(const wattframe::Telegram &telegram);
  void publish_some_sensors();
  std::vector<ObjectSensor> objects_;
  sensor::Sensor *sensors_[wattframe::kQuantityCount]{};
  wattframe::Values sensor_values_;
  uint8_t next_sensor_{wattframe::kQuantityCount};
#endif
};

}  // namespace esphome::han_port
