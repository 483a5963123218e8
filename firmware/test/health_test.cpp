#include "../components/han_port/health.h"
#include "check.h"

using namespace wattframe;

namespace {

/// The lamp over one period, a letter for each 150 ms: # lit, . dark.
std::string shown_over(Health health, uint32_t since_telegram_ms) {
  std::string text;
  for (uint32_t ms = 6000; ms < 9000; ms += 150) text += lamp_is_lit(health, ms, since_telegram_ms) ? '#' : '.';
  return text;
}

}  // namespace

TEST("the lamp names each trouble by the number of its flashes") {
  EQUAL(shown_over(Health::kNoWifi, 0), "#...................");
  EQUAL(shown_over(Health::kNoBroker, 0), "#.#.................");
  EQUAL(shown_over(Health::kNoBytes, 0), "#.#.#...............");
  EQUAL(shown_over(Health::kRefused, 0), "#.#.#.#.............");
}

TEST("the lamp shows every telegram while all is good") {
  EQUAL(shown_over(Health::kGood, 499), "####################");
  EQUAL(shown_over(Health::kGood, 500), "....................");
}
