"""How much memory an ESP8266 image takes, read from the sections of its ELF file.

usage: image_size.py FIRMWARE.elf [MOST_IRAM MOST_RAM]
"""

import struct
import sys
from pathlib import Path

IRAM = range(0x40100000, 0x40108000)  # 32 kB for code that must not wait for the flash
RAM = range(0x3FFE8000, 0x3FFFC000)  # 80 kB for everything that changes, and for constants that are not in flash
ALLOCATED = 2
SECTION_HEADER = struct.Struct("<10I")


def sections(elf):
    """(address, size) of every section that takes memory."""
    if elf[:5] != b"\x7fELF\x01":
        raise ValueError("not a 32-bit ELF file")
    offset, entry_size, count = struct.unpack_from("<I", elf, 32)[0], *struct.unpack_from("<HH", elf, 46)
    headers = (SECTION_HEADER.unpack_from(elf, offset + i * entry_size) for i in range(count))
    return [(address, size) for _, _, flags, address, _, size, *_ in headers if flags & ALLOCATED]


def memory(elf):
    """Bytes of IRAM and of static RAM."""
    found = sections(elf)
    return tuple(sum(size for address, size in found if address in area) for area in (IRAM, RAM))


def main(path, most_iram=int(0.9 * len(IRAM)), most_ram=50_000):
    iram, ram = memory(Path(path).read_bytes())
    print(f"{path}: {iram} bytes of IRAM (at most {most_iram}), {ram} bytes of static RAM (at most {most_ram})")
    return 1 if iram > int(most_iram) or ram > int(most_ram) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
