#pragma once
#include <cstdint>
namespace esphome::wifi {
class WiFiComponent {
 public:
  bool is_connected() const { return this->connected; }
  int8_t wifi_rssi() const { return -61; }
  bool connected{false};
};
inline WiFiComponent *global_wifi_component = nullptr;
}  // namespace esphome::wifi
