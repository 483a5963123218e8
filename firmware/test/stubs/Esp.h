#pragma once
#include <cstdint>
#include "user_interface.h"
class EspClass {
 public:
  uint32_t getFreeHeap() const { return 24312; }
  uint32_t getMaxFreeBlockSize() const { return 18000; }
  rst_info *getResetInfoPtr() { return &this->reset; }
  rst_info reset{};
};
inline EspClass ESP;
