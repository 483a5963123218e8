#pragma once
namespace esphome {
class GPIOPin {
 public:
  void setup() { this->is_set_up = true; }
  void digital_write(bool value) { this->level = value; }
  bool is_set_up{false};
  bool level{false};
};
}  // namespace esphome
