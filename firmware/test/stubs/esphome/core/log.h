#pragma once
#include <cstdio>
#include <string>
namespace esphome {
inline std::string last_log;
}
#define STUB_LOG(...)                                  \
  do {                                                 \
    char log_text[256];                                   \
    snprintf(log_text, sizeof(log_text), __VA_ARGS__);       \
    ::esphome::last_log = log_text;                       \
  } while (false)
#define ESP_LOGW(tag, ...) ((void) (tag), [&] { STUB_LOG(__VA_ARGS__); }())
#define ESP_LOGCONFIG(tag, ...) ((void) (tag), [&] { STUB_LOG(__VA_ARGS__); }())
