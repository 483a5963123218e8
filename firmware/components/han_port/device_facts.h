#pragma once

#include <stdint.h>

#include "flash.h"

namespace esphome::han_port {

/// Why the board started: `power`, `software`, `crash`, `watchdog`, `brownout`, `reset` (the pin), `sleep`, or `unknown`.
wattframe::FlashText reset_reason();

/// Bytes of memory that are free, and the largest piece of them; 0 where the platform does not tell.
uint32_t free_memory();
uint32_t largest_free_block();

bool network_is_connected();
bool broker_is_connected();

/// Strength of the Wi-Fi signal in dBm. False where there is no Wi-Fi.
bool signal_strength(int &dbm);

}  // namespace esphome::han_port
