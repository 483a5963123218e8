#pragma once

#include <stddef.h>
#include <stdint.h>

// Constants that stay in flash memory. The ESP8266 copies ordinary constants to its RAM, and reads from flash only whole words directly;
// on other chips these are ordinary constants.
#ifdef USE_ESP8266
#include <pgmspace.h>
#define IN_FLASH PROGMEM
#define FLASH_TEXT(text) ::wattframe::FlashText(PSTR(text))
#else
#define IN_FLASH
#define FLASH_TEXT(text) ::wattframe::FlashText(text)
#endif

namespace wattframe {

/// One byte of a constant that is declared IN_FLASH.
inline uint8_t flash_byte(const void *at) {
#ifdef USE_ESP8266
  return pgm_read_byte(at);
#else
  return *static_cast<const uint8_t *>(at);
#endif
}

/// A text in flash memory, ended by a zero. A type of its own, so that none is read as if it stood in RAM.
class FlashText {
 public:
  explicit FlashText(const char *text) : text_(text) {}
  /// The byte at `index`, which is at most the text's length.
  char operator[](size_t index) const { return static_cast<char>(flash_byte(this->text_ + index)); }

 private:
  const char *text_;
};

}  // namespace wattframe
