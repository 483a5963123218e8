// Coverage-guided fuzzer: any bytes, in any pieces, give telegrams or refusals and nothing else.

#include <cstdlib>
#include <cstring>
#include <string>

#include "../../components/han_port/parser.h"
#include "../../components/han_port/telegram_json.h"

namespace {

using namespace wattframe;

void require(bool condition) {
  if (!condition) abort();
}

/// Writes every telegram as it would be published, and keeps it all for comparison.
struct Publisher : Sink {
  std::string text;
  uint64_t end{0};
  size_t capacity;
  explicit Publisher(size_t room) : capacity(room) {}
  void on_telegram(const Telegram &telegram) override {
    std::string room(this->capacity, '\0');
    TextWriter out(room.data(), room.size());
    if (write_telegram(out, telegram, {1, 2, 3, 4})) {
      require(out.length() < this->capacity && room[out.length() - 1] == '}');
      this->text += room.c_str();
    }
    require(telegram.offset >= this->end);
    this->end = uint64_t{telegram.offset} + telegram.bytes;
    require(this->end <= UINT32_MAX);
  }
  void on_refusal(const Refusal &refusal) override {
    require(refusal.bytes <= Parser::kCapacity);
    this->text += static_cast<char>('0' + static_cast<int>(refusal.cause));
  }
};

/// Opens everything as its own text; the last bit of the nonce says whether the tag fits.
struct OpenDoor : Cipher {
  uint8_t plain[Parser::kCapacity];
  Opened open(const Sealed &sealed) override {
    require(sealed.text.length <= sizeof(this->plain));
    memcpy(this->plain, sealed.text.data, sealed.text.length);
    const Opened::Tag checked = (sealed.nonce[Sealed::kNonceLength - 1] & 1) != 0 ? Opened::Tag::kRight : Opened::Tag::kWrong;
    return {{this->plain, sealed.text.length}, sealed.tag == nullptr ? Opened::Tag::kUnchecked : checked};
  }
};

std::string parse(const uint8_t *data, size_t size, size_t piece, bool allow_no_crc) {
  Publisher publisher(2048);
  Parser parser(publisher);
  parser.allow_no_crc(allow_no_crc);
  OpenDoor door;
  parser.set_cipher(&door);
  uint32_t before = 0;
  for (size_t at = 0; at < size; at += piece) {
    const size_t count = size - at < piece ? size - at : piece;
    parser.feed(data + at, count);
    // The budget of one call: what was saved up, and what its own bytes are worth.
    require(parser.counters().steps - before <= Parser::kMostCredit + count * Parser::kStepsPerByte);
    before = parser.counters().steps;
  }
  parser.idle();
  require(parser.counters().steps - before <= Parser::kMostCredit);
  require(!parser.pending());
  require(parser.counters().bytes == size);
  return publisher.text;
}

/// Behind the checks, where random bytes never get: the list itself.
void read_list(Format format, const uint8_t *data, size_t size) {
  Telegram telegram{};
  telegram.format = format;
  telegram.body = {data, size};
  Cause cause;
  Detail detail;
  if (!read_body(telegram, cause, detail)) return;
  Publisher small(static_cast<size_t>(64 + size % 512));
  small.on_telegram(telegram);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  const uint8_t mode = data[0];
  data++;
  size--;
  switch (mode % 4) {
    case 0: read_list(Format::kHdlc, data, size); break;
    case 1: read_list(Format::kAscii, data, size); break;
    default: require(parse(data, size, size + 1, mode % 4 == 3) == parse(data, size, 1U + mode / 4, mode % 4 == 3));
  }
  return 0;
}
