#pragma once

#include <string>
#include <vector>

#include "esphome/components/uart/uart.h"
#include "esphome/core/automation.h"
#include "esphome/core/component.h"
#include "esphome/core/defines.h"
#ifdef USE_SENSOR
#include "esphome/components/sensor/sensor.h"
#endif

#include "parser.h"

namespace esphome::han_port {

/// Carries the meter's bytes from the UART to the parser, and what the parser finds to MQTT: `<prefix>/telegram`,
/// `<prefix>/diagnostics`, and `<prefix>/raw` when that is switched on. Never waits for bytes.
class HanPort : public Component, public uart::UARTDevice, private wattframe::Sink {
 public:
  HanPort() : parser_(*this) {}

  void setup() override;
  void loop() override;
  void dump_config() override;
  float get_setup_priority() const override { return setup_priority::DATA; }

  void set_allow_no_crc(bool allow) { this->parser_.allow_no_crc(allow); }
  void set_diagnostics_interval(uint32_t interval_ms) { this->diagnostics_interval_ms_ = interval_ms; }
  void set_telegram_trigger(Trigger<std::string> *trigger) { this->telegram_trigger_ = trigger; }
  void set_diagnostics_trigger(Trigger<std::string> *trigger) { this->diagnostics_trigger_ = trigger; }
#ifdef USE_HAN_PORT_RAW
  void set_raw_trigger(Trigger<std::vector<uint8_t>> *trigger) { this->raw_trigger_ = trigger; }
#endif
#ifdef USE_HAN_PORT_SENSORS
  void add_sensor(uint8_t c, uint8_t d, uint8_t e, sensor::Sensor *sensor);
#endif

 private:
  void on_telegram(const wattframe::Telegram &telegram) override;
  void on_refusal(const wattframe::Refusal &refusal) override;
  void take(const uint8_t *bytes, size_t count);
  void line_is_silent();
  void publish_diagnostics();
  void publish(const char *topic, const char *payload, size_t length, bool retain);

  wattframe::Parser parser_;
  Trigger<std::string> *telegram_trigger_{nullptr};
  Trigger<std::string> *diagnostics_trigger_{nullptr};
  uint32_t diagnostics_interval_ms_{60000};
  uint32_t last_byte_ms_{0};
  uint32_t last_good_s_{0};
  uint32_t sequence_{0};
  uint32_t port_overruns_{0};
  // One buffer for everything that is published: the largest telegram with its texts, and still one TCP send buffer.
  char text_[2048];

#ifdef USE_HAN_PORT_RAW
  void flush_raw();
  Trigger<std::vector<uint8_t>> *raw_trigger_{nullptr};
  size_t raw_length_{0};
  uint8_t raw_[2048];
#endif
#ifdef USE_HAN_PORT_SENSORS
  sensor::Sensor *sensors_[wattframe::kQuantityCount]{};
#endif
};

}  // namespace esphome::han_port
