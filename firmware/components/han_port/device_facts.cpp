#include "device_facts.h"

#include "esphome/core/defines.h"
#ifdef USE_MQTT
#include "esphome/components/mqtt/mqtt_client.h"
#endif
#ifdef USE_WIFI
#include "esphome/components/wifi/wifi_component.h"
#endif
#ifdef USE_ESP8266
#include <Esp.h>
extern "C" {
#include <user_interface.h>
}
#endif
#ifdef USE_ESP32
#include <esp_heap_caps.h>
#include <esp_system.h>
#endif

namespace esphome::han_port {

using wattframe::FlashText;

#if defined(USE_ESP8266)

FlashText reset_reason() {
  switch (ESP.getResetInfoPtr()->reason) {  // NOLINT(readability-static-accessed-through-instance)
    case REASON_DEFAULT_RST: return FLASH_TEXT("power");
    case REASON_WDT_RST:
    case REASON_SOFT_WDT_RST: return FLASH_TEXT("watchdog");
    case REASON_EXCEPTION_RST: return FLASH_TEXT("crash");
    case REASON_SOFT_RESTART: return FLASH_TEXT("software");
    case REASON_DEEP_SLEEP_AWAKE: return FLASH_TEXT("sleep");
    case REASON_EXT_SYS_RST: return FLASH_TEXT("reset");
    default: return FLASH_TEXT("unknown");
  }
}

uint32_t free_memory() { return ESP.getFreeHeap(); }                // NOLINT(readability-static-accessed-through-instance)
uint32_t largest_free_block() { return ESP.getMaxFreeBlockSize(); }  // NOLINT(readability-static-accessed-through-instance)

#elif defined(USE_ESP32)

FlashText reset_reason() {
  switch (esp_reset_reason()) {
    case ESP_RST_POWERON: return FLASH_TEXT("power");
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT: return FLASH_TEXT("watchdog");
    case ESP_RST_PANIC: return FLASH_TEXT("crash");
    case ESP_RST_SW: return FLASH_TEXT("software");
    case ESP_RST_BROWNOUT: return FLASH_TEXT("brownout");
    case ESP_RST_EXT: return FLASH_TEXT("reset");
    case ESP_RST_DEEPSLEEP: return FLASH_TEXT("sleep");
    default: return FLASH_TEXT("unknown");
  }
}

uint32_t free_memory() { return esp_get_free_heap_size(); }
uint32_t largest_free_block() { return static_cast<uint32_t>(heap_caps_get_largest_free_block(MALLOC_CAP_INTERNAL)); }

#else

FlashText reset_reason() { return FLASH_TEXT("unknown"); }
uint32_t free_memory() { return 0; }
uint32_t largest_free_block() { return 0; }

#endif

bool network_is_connected() {
#ifdef USE_WIFI
  return wifi::global_wifi_component->is_connected();
#else
  return true;
#endif
}

bool broker_is_connected() {
#ifdef USE_MQTT
  return mqtt::global_mqtt_client->is_connected();
#else
  return false;
#endif
}

bool signal_strength(int &dbm) {
#ifdef USE_WIFI
  dbm = wifi::global_wifi_component->wifi_rssi();
  return network_is_connected();
#else
  (void) dbm;
  return false;
#endif
}

}  // namespace esphome::han_port
