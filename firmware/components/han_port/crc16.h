#pragma once

#include <stdint.h>

namespace wattframe {

/// CRC-16/ARC after one more byte; starts at 0. The check of ASCII telegrams, from '/' to '!' inclusive.
/// @source DSMR P1 companion standard 5.0.2, 6.2: x16+x15+x2+1, least significant bit first
uint16_t crc16_arc(uint16_t crc, uint8_t byte);

/// CRC-16/X.25 after one more byte, before the final inversion; starts at 0xFFFF. The check of HDLC frames.
/// @source ISO/IEC 13239, 4.2.5
uint16_t crc16_x25(uint16_t crc, uint8_t byte);

constexpr uint16_t kX25Start = 0xFFFF;
/// What crc16_x25 holds after a faultless frame has passed through together with its own check bytes.
/// @source ISO/IEC 13239, 4.2.5.3
constexpr uint16_t kX25Good = 0xF0B8;

}  // namespace wattframe
