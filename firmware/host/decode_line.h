#pragma once

#include <string>
#include <vector>

#include "../components/han_port/parser.h"

namespace wattframe {

/// Name of a quantity in the lines of `decode`, by its index in kQuantities; its numbers are in the unit at the end of the name.
extern const char *const kQuantityNames[kQuantityCount];

/// Code of a cause in the lines of `decode`.
const char *cause_code(Cause cause);

/// Collects one JSON line per telegram found or refused, as `wattframe decode` prints them. `input` is the whole input:
/// it tells whether a closing flag or line end followed the last check byte.
class DecodeLines : public Sink {
 public:
  explicit DecodeLines(const std::vector<uint8_t> &input) : input_(input) {}
  void on_telegram(const Telegram &telegram) override;
  void on_refusal(const Refusal &refusal) override;

  std::vector<std::string> lines;
  size_t ok{0};

 private:
  size_t length_with_end(Format format, size_t offset, size_t bytes) const;

  const std::vector<uint8_t> &input_;
};

/// Decodes `input`, handed to the parser in pieces of the sizes that `next_chunk` gives. `cipher` is nullptr where there is no key.
template<typename NextChunk> DecodeLines decode(const std::vector<uint8_t> &input, bool allow_no_crc, Cipher *cipher, NextChunk next_chunk) {
  DecodeLines lines(input);
  Parser parser(lines);
  parser.allow_no_crc(allow_no_crc);
  parser.set_cipher(cipher);
  for (size_t at = 0; at < input.size();) {
    const size_t left = input.size() - at;
    const size_t wanted = next_chunk();
    const size_t count = wanted < left ? wanted : left;
    parser.feed(input.data() + at, count);
    at += count;
  }
  parser.idle();
  return lines;
}

}  // namespace wattframe
