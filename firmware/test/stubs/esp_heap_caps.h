#pragma once
#include <cstddef>
#include <cstdint>
#define MALLOC_CAP_INTERNAL (1U << 11)
inline size_t heap_caps_get_largest_free_block(uint32_t) { return 110000; }
