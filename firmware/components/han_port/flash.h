#pragma once

// Constants that stay in flash memory. The ESP8266 copies ordinary ones to its RAM and cannot read single bytes of the others
// directly; elsewhere these are ordinary constants.

#ifdef USE_ESP8266
#include <pgmspace.h>
#define IN_FLASH PROGMEM
#define FLASH_TEXT(text) PSTR(text)
#define FLASH_BYTE(at) pgm_read_byte(at)
#else
#define IN_FLASH
#define FLASH_TEXT(text) (text)
#define FLASH_BYTE(at) (*(at))
#endif
