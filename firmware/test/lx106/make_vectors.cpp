// Writes a header for the chip's emulator: byte streams and, as this machine's parser published them, the telegrams they hold.

#include <cstdio>

#include "../../components/han_port/parser.h"
#include "../../components/han_port/telegram_json.h"
#include "../meter_bytes.h"

using namespace wattframe;
using namespace wattframe::test;

namespace {

struct Publisher : Sink {
  std::string text;
  void on_telegram(const Telegram &telegram) override {
    char room[2048];
    TextWriter out(room, sizeof(room));
    this->text += write_telegram(out, telegram, {1, 2, 3, 4}) ? room : "does not fit";
  }
  void on_refusal(const Refusal &refusal) override { this->text += static_cast<char>('0' + static_cast<int>(refusal.cause)); }
};

std::string published(const Bytes &input) {
  Publisher publisher;
  Parser parser(publisher);
  parser.feed(input.data(), input.size());
  parser.idle();
  return publisher.text;
}

void print(const char *type, int number, const Bytes &content) {
  printf("static const %s %s%d[] = {", type, type[0] == 'u' ? "input" : "expected", number);
  for (const uint8_t byte : content) printf("%u,", byte);
  printf("};\n");
}

}  // namespace

int main() {
  std::mt19937 random(106);
  std::vector<Bytes> inputs;
  for (int i = 0; i < 20; i++) {
    const House house = random_house(random);
    Bytes one = i % 2 == 0 ? efs(house) : efs2(house);
    if (i % 5 == 4) one[300] ^= 0x20;
    if (i % 7 == 6) one.erase(one.begin(), one.begin() + 37);
    inputs.push_back(one + efs(house));
  }
  inputs.push_back(ascii_telegram({"0-0:96.13.0(" + std::string(1024, '\xFF') + ")", "1-0:1.8.0(00003281.871*Wh)", "1-0:31.7.0(-063*A)"}));
  inputs.push_back(ascii_telegram({"0-0:96.13.0(" + std::string(4000, 'x') + ")"}));
  const Bytes binary = efs(random_house(random));
  inputs.push_back(mbus_frames(Bytes(binary.begin() + 12, binary.end() - 3)) + binary);
  int number = 0;
  printf("// Made by make_vectors, not by hand.\n");
  for (const Bytes &input : inputs) {
    print("uint8_t", number, input);
    print("char", number, bytes(published(input)));
    number++;
  }
  printf("static const Vector kVectors[] = {");
  for (int i = 0; i < number; i++) printf("{input%d,sizeof(input%d),expected%d,sizeof(expected%d)},", i, i, i, i);
  printf("};\n");
  return 0;
}
