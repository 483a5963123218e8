// The parser on the chip's own instruction set: the same bytes must give the same text as on this machine.

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../../components/han_port/parser.h"
#include "../../components/han_port/telegram_json.h"

namespace {

struct Vector {
  const uint8_t *input;
  size_t input_length;
  const char *expected;
  size_t expected_length;
};

#include "vectors.h"

/// The simulator's own calls: 1 is exit, 4 is write. @source QEMU, target/xtensa/xtensa-semi.c
int simcall(int number, int a, int b, int c) {
  register int r2 asm("a2") = number, r3 asm("a3") = a, r4 asm("a4") = b, r5 asm("a5") = c;
  asm volatile("simcall" : "+r"(r2), "+r"(r3) : "r"(r4), "r"(r5) : "memory");
  return r2;
}

void print(const char *text) { simcall(4, 1, static_cast<int>(reinterpret_cast<uintptr_t>(text)), static_cast<int>(strlen(text))); }

void print(int64_t number) {
  char text[24];
  wattframe::TextWriter out(text, sizeof(text));
  out.integer(number);
  print(text);
}

char published[8192];
size_t published_length;

struct Publisher : wattframe::Sink {
  void on_telegram(const wattframe::Telegram &telegram) override {
    static char room[2048];
    wattframe::TextWriter out(room, sizeof(room));
    write_telegram(out, telegram, {1, 2, 3, 4});
    memcpy(published + published_length, room, out.length());
    published_length += out.length();
  }
  void on_refusal(const wattframe::Refusal &refusal) override {
    published[published_length++] = static_cast<char>('0' + static_cast<int>(refusal.cause));
  }
};

Publisher publisher;
alignas(wattframe::Parser) uint8_t parser_room[sizeof(wattframe::Parser)];

}  // namespace

void *operator new(size_t, void *place) noexcept { return place; }
extern "C" void __cxa_pure_virtual() { simcall(1, 3, 0, 0); }

extern "C" void main_() {
  int failures = 0;
  int count = 0;
  // Nothing runs constructors here, so the objects are made by hand.
  Publisher *const sink = new (&publisher) Publisher();
  for (const Vector &vector : kVectors) {
    auto *const parser = new (parser_room) wattframe::Parser(*sink);
    published_length = 0;
    parser->feed(vector.input, vector.input_length);
    parser->idle();
    const bool same = published_length == vector.expected_length && memcmp(published, vector.expected, published_length) == 0;
    if (!same) failures++;
    count++;
  }
  volatile char character = static_cast<char>(0xFF);  // volatile: the compiler knows the answer and would warn
  const int promoted = character;
  print(promoted < 0 ? "char is signed\n" : "char is unsigned\n");
  print("sizeof(Parser) ");
  print(int64_t{sizeof(wattframe::Parser)});
  print("\nvectors ");
  print(int64_t{count});
  print(", different ");
  print(int64_t{failures});
  print("\n");
  simcall(1, failures == 0 ? 0 : 1, 0, 0);
  for (;;) {
  }
}
