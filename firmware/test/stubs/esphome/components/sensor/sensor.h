#pragma once
#include <vector>
namespace esphome::sensor {
class Sensor {
 public:
  void publish_state(float value) {
    this->state = value;
    this->states.push_back(value);
  }
  bool has_state() const { return !this->states.empty(); }
  float state{0};
  std::vector<float> states;
};
}  // namespace esphome::sensor
