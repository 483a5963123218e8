#include "telegram_fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "../components/han_port/crc16.h"

namespace wattframe::test {

namespace {

using Lines = std::vector<std::string>;

[[noreturn]] void fail(const std::string &file, const std::string &what) {
  fprintf(stderr, "%s: %s\n", file.c_str(), what.c_str());
  exit(1);
}

uint16_t arc(const std::string &text) {
  uint16_t crc = 0;
  for (const char c : text) crc = crc16_arc(crc, static_cast<uint8_t>(c));
  return crc;
}

uint16_t x25(const uint8_t *data, size_t size) {
  uint16_t crc = kX25Start;
  for (size_t i = 0; i < size; i++) crc = crc16_x25(crc, data[i]);
  return static_cast<uint16_t>(~crc);
}

uint8_t byte_of(const std::string &digits) { return static_cast<uint8_t>(std::stoul(digits, nullptr, 16)); }

bool is_hex(const std::string &text) {
  return text.size() % 2 == 0 && text.find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos;
}

std::string unescaped(const std::string &line) {
  std::string text;
  for (size_t i = 0; i < line.size(); i++) {
    const bool escape = line.compare(i, 2, "\\x") == 0 && i + 4 <= line.size() && is_hex(line.substr(i + 2, 2));
    text += escape ? static_cast<char>(byte_of(line.substr(i + 2, 2))) : line[i];
    if (escape) i += 3;
  }
  return text;
}

std::string sealed(const std::string &kind, const std::string &before) {
  const std::string all = before + "!";
  char text[8];
  snprintf(text, sizeof(text), "!%04X", kind == "!ARC" ? arc(all) : x25(reinterpret_cast<const uint8_t *>(all.data()), all.size()));
  return text;
}

Bytes text_input(const Lines &lines, const std::string &sent_end, const std::string &checked_end) {
  std::string sent;
  std::string checked;
  for (const std::string &line : lines) {
    const bool open = !line.empty() && line.back() == '\\';
    const std::string plain = unescaped(open ? line.substr(0, line.size() - 1) : line);
    const std::string text = plain == "!ARC" || plain == "!X25" ? sealed(plain, checked) : plain;
    sent += text + (open ? "" : sent_end);
    checked += text + (open ? "" : checked_end);
  }
  return bytes(sent);
}

Lines tokens_of(const Lines &lines) {
  Lines tokens;
  for (const std::string &line : lines) {
    for (size_t at = 0; (at = line.find_first_not_of(" \t", at)) != std::string::npos && line[at] != '#';) {
      const size_t end = line[at] == '"' ? line.find('"', at + 1) + 1 : std::min(line.find_first_of(" \t", at), line.size());
      tokens.push_back(line.substr(at, end - at));
      at = end;
    }
  }
  return tokens;
}

bool is_bad(const std::string &token) { return token == "BADHCS" || token == "BADFCS"; }
bool is_check(const std::string &token) { return token == "HCS" || token == "FCS" || is_bad(token); }
bool is_format(const std::string &token) { return token == "FRAME" || token == "SEGMENT"; }
bool is_sum(const std::string &token) { return token == "SUM" || token == "BADSUM"; }

/// A token's bytes; two zeros for those that are computed.
Bytes plain_bytes(const std::string &file, const std::string &token) {
  if (is_format(token) || is_check(token) || is_sum(token)) return {0, 0};
  if (token == "MBUS") return {0x68, 0, 0, 0x68};
  if (token == "CUT") return {};
  if (token[0] == '"') return bytes(token.substr(1, token.size() - 2));
  if (!is_hex(token)) fail(file, "not hex: " + token);
  Bytes all;
  for (size_t i = 0; i < token.size(); i += 2) all.push_back(byte_of(token.substr(i, 2)));
  return all;
}

/// The head of an M-Bus frame, whose length counts everything behind it up to its sum.
Bytes mbus_head(const std::string &file, Lines::const_iterator token, Lines::const_iterator end) {
  size_t length = 0;
  while (++token != end && !is_sum(*token)) length += plain_bytes(file, *token).size();
  return {0x68, static_cast<uint8_t>(length), static_cast<uint8_t>(length), 0x68};
}

/// Token by token; the length in a frame's format counts everything from there to its FCS.
Bytes hex_input(const std::string &file, const Lines &lines) {
  const Lines tokens = tokens_of(lines);
  Bytes all;
  size_t frame_at = 0;
  for (auto token = tokens.begin(); token != tokens.end() && *token != "CUT"; ++token) {
    Bytes more = plain_bytes(file, *token);
    if (is_format(*token)) {
      frame_at = all.size();
      size_t length = 2;
      for (auto one = token; one != tokens.end() && *one != "FCS" && *one != "BADFCS"; ++one) length += plain_bytes(file, *one).size();
      more = {static_cast<uint8_t>((*token == "FRAME" ? 0xA0 : 0xA8) | length >> 8), static_cast<uint8_t>(length)};
    } else if (is_check(*token)) {
      const auto crc = static_cast<uint16_t>(x25(all.data() + frame_at, all.size() - frame_at) ^ (is_bad(*token) ? 0xFFFF : 0));
      more = {static_cast<uint8_t>(crc), static_cast<uint8_t>(crc >> 8)};
    }
    if (*token == "MBUS") {
      more = mbus_head(file, token, tokens.end());
      frame_at = all.size() + more.size();
    } else if (is_sum(*token)) {
      const int sum = std::accumulate(all.begin() + static_cast<ptrdiff_t>(frame_at), all.end(), *token == "SUM" ? 0 : 1);
      more = {static_cast<uint8_t>(sum), 0x16};
    }
    all = all + more;
  }
  return all;
}

Bytes input_of(const std::string &file, const std::string &heading, const Lines &lines) {
  if (heading == "hex") return hex_input(file, lines);
  if (heading == "text") return text_input(lines, "\r\n", "\r\n");
  for (const auto &[name, end] : {std::pair<std::string, std::string>{"LF", "\n"}, {"CR", "\r"}, {"CR CR LF", "\r\r\n"}, {"LF LF", "\n\n"}, {"CR CR", "\r\r"}}) {
    if (heading == "text with " + name) return text_input(lines, end, end);
    if (heading == "text with " + name + ", checksum with CR LF") return text_input(lines, end, "\r\n");
  }
  fail(file, "unknown heading \"== " + heading + "\"");
}

std::string trimmed_text(const std::string &text) {
  const size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> events_of(const Lines &lines) {
  std::vector<std::string> events;
  for (auto line = lines.begin(); line != lines.end();) {
    const std::string verdict = trimmed_text(*line++);
    Lines more;
    while (line != lines.end() && !line->empty() && (*line)[0] == ' ') more.push_back(trimmed_text(*line++));
    if (!verdict.empty()) events.push_back(event_text(verdict, more));
  }
  return events;
}

Bytes key_in(const std::string &file, const Lines &options, const std::string &name) {
  for (const std::string &option : options)
    if (option.rfind(name, 0) == 0) return plain_bytes(file, option.substr(name.size()));
  return {};
}

TelegramFixture fixture_of(const std::filesystem::path &path) {
  const std::string file = path.filename().string();
  TelegramFixture fixture;
  fixture.name = path.stem().string();
  std::ifstream stream(path);
  std::vector<std::pair<std::string, Lines>> sections;
  for (std::string line; std::getline(stream, line);) {
    if (line.rfind("== ", 0) == 0)
      sections.push_back({line.substr(3), {}});
    else if (!sections.empty())
      sections.back().second.push_back(line);
  }
  bool own = false;
  for (const auto &[heading, lines] : sections) {
    const bool of_reader = heading.rfind("expect of the reader: ", 0) == 0;
    if (of_reader || (heading == "expect" && !own)) {
      fixture.expected = events_of(lines);
      own = of_reader;
    } else if (heading == "options") {
      fixture.allow_no_crc = std::find(lines.begin(), lines.end(), "allowNoCrc") != lines.end();
      fixture.key = key_in(file, lines, "key ");
      fixture.authentication_key = key_in(file, lines, "authenticationKey ");
    } else if (heading.rfind("expect", 0) != 0) {
      fixture.bytes = fixture.bytes + input_of(file, heading, lines);
    }
  }
  if (fixture.expected.empty() || fixture.bytes.empty()) fail(file, "needs an input and \"== expect\"");
  return fixture;
}

}  // namespace

std::string event_text(const std::string &verdict, std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  std::string text = verdict;
  for (const std::string &line : lines) text += "\n  " + line;
  return text;
}

std::vector<TelegramFixture> telegram_fixtures() {
  std::vector<TelegramFixture> fixtures;
  for (const auto &entry : std::filesystem::directory_iterator(TELEGRAM_FIXTURES))
    if (entry.path().extension() == ".txt") fixtures.push_back(fixture_of(entry.path()));
  return fixtures;
}

}  // namespace wattframe::test
