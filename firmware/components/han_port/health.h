#pragma once

#include <stdint.h>

namespace wattframe {

/// What a reader's lamp tells, the nearest trouble first.
enum class Health : uint8_t { kNoWifi, kNoBroker, kNoBytes, kRefused, kGood };

/// Whether the lamp is lit at a time since start: one to four short flashes every three seconds name a trouble (1 no Wi-Fi, 2 no broker, 3 no bytes
/// from the meter, 4 bytes but no telegram that can be read); one flash of half a second for each telegram says that all is good.
bool lamp_is_lit(Health health, uint32_t now_ms, uint32_t since_telegram_ms);

}  // namespace wattframe
