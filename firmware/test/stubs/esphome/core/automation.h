#pragma once
#include <vector>
namespace esphome {
template<typename T> class Trigger {
 public:
  void trigger(const T &value) { this->triggered.push_back(value); }
  std::vector<T> triggered;
};
}  // namespace esphome
