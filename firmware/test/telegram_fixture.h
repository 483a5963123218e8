#pragma once

#include <string>
#include <vector>

#include "meter_bytes.h"

namespace wattframe::test {

/// Bytes of a meter and what the reader must make of them; test/fixtures/telegrams/README.md tells how the files are written.
struct TelegramFixture {
  std::string name;
  Bytes bytes;
  bool allow_no_crc{false};
  /// Keys of 16 bytes, empty where there are none.
  Bytes key, authentication_key;
  /// One text per telegram, found or refused, as `event_text` writes it.
  std::vector<std::string> expected;
};

/// Every fixture, found by listing. Ends the program with a sentence when a file is not written as it should be.
std::vector<TelegramFixture> telegram_fixtures();

/// One telegram in the form in which expectations are compared: its lines after the first in the order of the alphabet.
std::string event_text(const std::string &verdict, std::vector<std::string> lines);

}  // namespace wattframe::test
