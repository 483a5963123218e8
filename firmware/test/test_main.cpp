#include "check.h"

int main() {
  using namespace wattframe::test;
  setvbuf(stdout, nullptr, _IOLBF, 0);
  for (const Test &test : tests()) {
    const int before = failures();
    test.run();
    if (failures() != before) printf("FAILED: %s\n", test.name);
  }
  printf("%zu tests, %d failures\n", tests().size(), failures());
  if (tests().size() < MINIMUM_TESTS) return 1;
  return failures() == 0 ? 0 : 1;
}
