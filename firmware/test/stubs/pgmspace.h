#pragma once
#define PROGMEM
#define PSTR(text) (text)
#define pgm_read_byte(at) (*static_cast<const unsigned char *>(static_cast<const void *>(at)))
