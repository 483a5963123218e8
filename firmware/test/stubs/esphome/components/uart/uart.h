#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>
namespace esphome::uart {
class UARTComponent {
 public:
  size_t get_rx_buffer_size() const { return 2048; }
  void write_array(const uint8_t *data, size_t count) { this->sent.insert(this->sent.end(), data, data + count); }
  std::deque<uint8_t> bytes;
  std::vector<uint8_t> sent;
};
class UARTDevice {
 public:
  void set_uart_parent(UARTComponent *parent) { this->parent_ = parent; }
  size_t available() const { return this->parent_->bytes.size(); }
  bool read_array(uint8_t *data, size_t count) {
    for (size_t i = 0; i < count; i++) {
      data[i] = this->parent_->bytes.front();
      this->parent_->bytes.pop_front();
    }
    return true;
  }

 protected:
  ~UARTDevice() = default;
  UARTComponent *parent_{nullptr};
};
}  // namespace esphome::uart
