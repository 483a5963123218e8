"""Builds every configuration with ESPHome's own toolchain, which is fetched, and holds the ESP8266 images to their memory.

usage: compile_all.py FIRMWARE WORK ESPHOME
"""

import subprocess
import sys
from pathlib import Path

import configurations
import image_size


def build(work, esphome, name, substitutions, node):
    options = [part for key, value in {**substitutions, "name": node}.items() for part in ("-s", key, value)]
    return subprocess.run([esphome, *options, "compile", name], cwd=work, check=False).returncode == 0


def main(firmware, work, esphome):
    work = Path(work)
    configurations.copy_firmware(Path(firmware), work)
    first = {}
    for name, substitutions, _ in configurations.VARIANTS:
        first.setdefault(name, substitutions)
    faults = []
    for number, (name, substitutions) in enumerate(first.items()):
        node = f"build-{number}"
        if not build(work, esphome, name, substitutions, node):
            faults.append(f"{name}: does not build")
            continue
        image = work / ".esphome/build" / node / ".pioenvs" / node / "firmware.elf"
        is_esp8266 = 'esp8266' in (work / ".esphome/build" / node / "platformio.ini").read_text()
        if is_esp8266 and image_size.main(image) != 0:
            faults.append(f"{name}: takes too much memory")
    for fault in faults:
        print(fault)
    print(f"{len(first)} configurations built, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
