#pragma once
#define ESPHOME_VERSION "2000.1.0"
