#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>
namespace esphome::mqtt {
struct Message {
  std::string topic, payload;
  bool retain;
};
class MQTTClientComponent {
 public:
  bool is_connected() const { return this->connected; }
  const std::string &get_topic_prefix() const { return this->prefix; }
  bool publish(const std::string &topic, const char *payload, size_t length, uint8_t qos, bool retain) {
    if (!this->has_room || qos != 0) return false;
    this->sent.push_back({topic, std::string(payload, length), retain});
    return true;
  }
  void subscribe(const std::string &topic, std::function<void(const std::string &, const std::string &)> callback) {
    this->subscriptions[topic] = callback;
  }
  std::string prefix{"han"};
  bool connected{false};
  bool has_room{true};
  std::vector<Message> sent;
  std::map<std::string, std::function<void(const std::string &, const std::string &)>> subscriptions;
};
inline MQTTClientComponent *global_mqtt_client = nullptr;
}  // namespace esphome::mqtt
