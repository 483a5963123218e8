// han-port-decode: the reader's parser on a file, one JSON line per telegram found or refused.

#include <cctype>
#include <cstdio>
#include <cstring>

#include "decode_line.h"

namespace {

constexpr int kDone = 0, kRefused = 1, kUsage = 2, kFailed = 3;

int usage() {
  fputs("usage: han-port-decode [--hex] [--allow-no-crc] FILE|-\n", stderr);
  return kUsage;
}

bool read_all(const char *path, std::vector<uint8_t> &bytes) {
  FILE *const file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
  if (file == nullptr) return false;
  uint8_t piece[4096];
  for (size_t count = 0; (count = fread(piece, 1, sizeof(piece), file)) > 0;) bytes.insert(bytes.end(), piece, piece + count);
  const bool good = ferror(file) == 0;
  if (file != stdin) fclose(file);
  return good;
}

/// Hex digits in pairs; white space anywhere is ignored. False for anything else.
bool from_hex(std::vector<uint8_t> &bytes) {
  std::vector<uint8_t> out;
  int high = -1;
  for (const uint8_t c : bytes) {
    if (isspace(c) != 0) continue;
    if (isxdigit(c) == 0) return false;
    const int value = isdigit(c) != 0 ? c - '0' : tolower(c) - 'a' + 10;
    if (high >= 0) out.push_back(static_cast<uint8_t>(high << 4 | value));
    high = high >= 0 ? -1 : value;
  }
  bytes = out;
  return high < 0;
}

}  // namespace

int main(int argc, char **argv) {
  bool hex = false;
  bool allow_no_crc = false;
  const char *path = nullptr;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--hex") == 0)
      hex = true;
    else if (strcmp(argv[i], "--allow-no-crc") == 0)
      allow_no_crc = true;
    else if (path == nullptr && (argv[i][0] != '-' || argv[i][1] == 0))
      path = argv[i];
    else
      return usage();
  }
  if (path == nullptr) return usage();
  std::vector<uint8_t> input;
  if (!read_all(path, input)) {
    fprintf(stderr, "han-port-decode: %s cannot be read\n", path);
    return kFailed;
  }
  if (hex && !from_hex(input)) {
    fprintf(stderr, "han-port-decode: %s is not hex: pairs of hex digits and white space only\n", path);
    return kFailed;
  }
  const wattframe::DecodeLines decoded = wattframe::decode(input, allow_no_crc, [] { return size_t{4096}; });
  for (const std::string &line : decoded.lines) puts(line.c_str());
  return decoded.ok > 0 && decoded.ok == decoded.lines.size() ? kDone : kRefused;
}
