#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace wattframe::test {

/// One test: a sentence about behaviour and the function that proves it.
struct Test {
  const char *name;
  void (*run)();
};

inline std::vector<Test> &tests() {
  static std::vector<Test> all;
  return all;
}

inline int &failures() {
  static int count = 0;
  return count;
}

struct Register {
  Register(const char *name, void (*run)()) { tests().push_back({name, run}); }
};

inline std::string shown(const std::string &value) { return value; }
inline std::string shown(const char *value) { return value; }
inline std::string shown(bool value) { return value ? "true" : "false"; }
template<typename T> std::string shown(T value) { return std::to_string(value); }

template<typename A, typename B> void equal(const char *file, int line, const A &found, const B &expected) {
  if (found == expected) return;
  failures()++;
  printf("  %s:%d: found    %s\n  expected %s\n", file, line, shown(found).c_str(), shown(expected).c_str());
}

}  // namespace wattframe::test

#define TEST_JOIN2(a, b) a##b
#define TEST_JOIN(a, b) TEST_JOIN2(a, b)
#define TEST(name)                                                                                               \
  static void TEST_JOIN(test_, __LINE__)();                                                                      \
  static const ::wattframe::test::Register TEST_JOIN(register_, __LINE__)(name, TEST_JOIN(test_, __LINE__)); \
  static void TEST_JOIN(test_, __LINE__)()
#define EQUAL(found, expected) ::wattframe::test::equal(__FILE__, __LINE__, found, expected)
