#pragma once
#include <cstdint>
namespace esphome {
inline uint64_t stub_now_ms = 0;
inline uint32_t millis() { return static_cast<uint32_t>(stub_now_ms); }
inline uint64_t millis_64() { return stub_now_ms; }
}  // namespace esphome
