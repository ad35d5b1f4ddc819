// What happens when we are wrong? CHECK stops with file, line and the condition, in release too.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition)                                                                              \
  do {                                                                                                \
    if (!(condition)) {                                                                               \
      std::fprintf(stderr, "%s:%d: this is a defect in psoas: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                                   \
    }                                                                                                 \
  } while (false)
