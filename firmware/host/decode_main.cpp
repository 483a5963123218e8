// han-port-decode: the reader's parser on a file, one JSON line per telegram found or refused.

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>

#include "../components/han_port/gcm_cipher.h"
#include "decode_line.h"

namespace {

constexpr int kDone = 0, kRefused = 1, kUsage = 2, kFailed = 3;

int usage() {
  fputs("usage: han-port-decode [--hex] [--allow-no-crc] [--key-file FILE [--auth-key-file FILE]] FILE|-\n", stderr);
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

struct Options {
  bool hex = false;
  bool allow_no_crc = false;
  const char *key_file = nullptr;
  const char *auth_key_file = nullptr;
  const char *path = nullptr;
};

bool read_options(int argc, char **argv, Options &options) {
  for (int i = 1; i < argc; i++) {
    const std::string name = argv[i];
    const bool has_value = i + 1 < argc;
    if (name == "--hex")
      options.hex = true;
    else if (name == "--allow-no-crc")
      options.allow_no_crc = true;
    else if (name == "--key-file" && has_value)
      options.key_file = argv[++i];
    else if (name == "--auth-key-file" && has_value)
      options.auth_key_file = argv[++i];
    else if (options.path == nullptr && (name[0] != '-' || name == "-"))
      options.path = argv[i];
    else
      return false;
  }
  return options.path != nullptr && (options.auth_key_file == nullptr || options.key_file != nullptr);
}

/// A key of 32 hex digits.
bool read_key(const char *path, wattframe::Key &key) {
  std::vector<uint8_t> bytes;
  if (!read_all(path, bytes) || !from_hex(bytes) || bytes.size() != key.size()) {
    fprintf(stderr, "han-port-decode: %s has no key of 32 hex digits\n", path);
    return false;
  }
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return true;
}

}  // namespace

int main(int argc, char **argv) {
  Options options;
  if (!read_options(argc, argv, options)) return usage();
  std::vector<uint8_t> input;
  if (!read_all(options.path, input)) {
    fprintf(stderr, "han-port-decode: %s cannot be read\n", options.path);
    return kFailed;
  }
  if (options.hex && !from_hex(input)) {
    fprintf(stderr, "han-port-decode: %s is not hex: pairs of hex digits and white space only\n", options.path);
    return kFailed;
  }
  wattframe::Key key{};
  if (options.key_file != nullptr && !read_key(options.key_file, key)) return kFailed;
  wattframe::GcmCipher cipher(key);
  wattframe::Key authentication{};
  if (options.auth_key_file != nullptr) {
    if (!read_key(options.auth_key_file, authentication)) return kFailed;
    cipher.set_authentication_key(authentication);
  }
  wattframe::Cipher *const opener = options.key_file == nullptr ? nullptr : &cipher;
  const wattframe::DecodeLines decoded = wattframe::decode(input, options.allow_no_crc, opener, [] { return size_t{4096}; });
  for (const std::string &line : decoded.lines) puts(line.c_str());
  return decoded.ok > 0 && decoded.ok == decoded.lines.size() ? kDone : kRefused;
}
