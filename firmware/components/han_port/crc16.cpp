#include "crc16.h"

namespace wattframe {

// Bit by bit: a telegram is under a kilobyte every second at most, and a table would cost 512 bytes of RAM each.
static uint16_t shift_in(uint16_t crc, uint8_t byte, uint16_t polynomial) {
  crc = static_cast<uint16_t>(crc ^ byte);
  for (int i = 0; i < 8; i++) {
    const bool carry = (crc & 1) != 0;
    crc = static_cast<uint16_t>(crc >> 1);
    if (carry) crc = static_cast<uint16_t>(crc ^ polynomial);
  }
  return crc;
}

uint16_t crc16_arc(uint16_t crc, uint8_t byte) { return shift_in(crc, byte, 0xA001); }
uint16_t crc16_x25(uint16_t crc, uint8_t byte) { return shift_in(crc, byte, 0x8408); }

}  // namespace wattframe
