#include "health.h"

namespace wattframe {

namespace {

constexpr uint32_t kPeriodMs = 3000;
constexpr uint32_t kFlashMs = 150;
constexpr uint32_t kTelegramMs = 500;

}  // namespace

bool lamp_is_lit(Health health, uint32_t now_ms, uint32_t since_telegram_ms) {
  if (health == Health::kGood) return since_telegram_ms < kTelegramMs;
  const uint32_t flashes = static_cast<uint32_t>(health) + 1;
  const uint32_t part = now_ms % kPeriodMs / kFlashMs;  // lit in every second part, so often as there are flashes
  return part % 2 == 0 && part / 2 < flashes;
}

}  // namespace wattframe
