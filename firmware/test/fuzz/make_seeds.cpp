// Writes the fuzzer's first inputs: built telegrams of both profiles, one file each.

#include <cstdio>

#include "../meter_bytes.h"

using namespace wattframe::test;

namespace {

bool write(const std::string &folder, int number, uint8_t mode, const Bytes &content) {
  FILE *const file = fopen((folder + "/seed-" + std::to_string(number)).c_str(), "wb");
  if (file == nullptr) return false;
  const Bytes all = Bytes{mode} + content;
  const bool good = fwrite(all.data(), 1, all.size(), file) == all.size();
  return fclose(file) == 0 && good;
}

}  // namespace

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  std::mt19937 random(20260115);
  const Bytes binary = efs(random_house(random));
  const Bytes ascii = efs2(random_house(random));
  const Bytes information(binary.begin() + 9, binary.end() - 3);
  const Bytes half(information.begin(), information.begin() + 200);
  const Bytes segments = hdlc_frame(half, true) + hdlc_frame(Bytes(information.begin() + 200, information.end()));
  const Bytes list(information.begin() + 3, information.end());
  const Bytes mbus = mbus_frames(list);
  const Bytes sealed_mbus = mbus_frames(sealed_content(list));
  const Bytes sealed_ascii = sealed_content(ascii);
  const Bytes odd = ascii_telegram({"1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)", "0-1:24.3.0(0902)(00)(m3)", "(00000.000)"});
  const Bytes contents[] = {list, Bytes(ascii.begin(), ascii.end() - 7), binary, ascii, segments, odd, ascii_without_crc({"1-0:1.7.0(1*W)"}), binary + ascii, mbus, sealed_mbus, sealed_ascii};
  const uint8_t modes[] = {0, 1, 2, 2, 6, 7, 3, 42, 2, 6, 2};
  for (int i = 0; i < 11; i++)
    if (!write(argv[1], i, modes[i], contents[i])) return 1;
  return 0;
}
