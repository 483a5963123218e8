"""Every shipped configuration, in each of its variants, is accepted by ESPHome and generated; wrong ones are refused in words.

usage: configurations.py FIRMWARE WORK ESPHOME
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

VARIANTS = [
    ("reader-d1mini.yaml", {}),
    ("reader-d1mini.yaml", {"wiring": "direct", "raw": "true"}),
    ("reader-esp32c3.yaml", {}),
    ("reader-esp32c3.yaml", {"transport": "tls", "rx_inverted": "false"}),
    ("reader-stock.yaml", {}),
    ("reader-stock.yaml", {"parser": "dlms", "wiring": "direct"}),
    ("with-sensors.yaml", {}),
]

WITH_SENSORS = """
packages:
  reader: !include reader-d1mini.yaml
  sensors: !include packages/sensors.yaml
"""

HOST = """
esphome: {name: wrong}
host:
external_components: [{source: {type: local, path: components}}]
"""

# What is wrong with each, and the words that must say so.
WRONG = [
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200}\nhan_port: {uart_id: u, on_telegram: []}", "rx_buffer_size is 256 bytes, less than one telegram"),
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\nhan_port: {uart_id: u}", "nobody takes the telegrams"),
    (
        "uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\n"
        "han_port: {uart_id: u, raw: true, on_telegram: [{lambda: ''}]}",
        "raw: true publishes on <topic_prefix>/raw and needs mqtt: or on_raw:",
    ),
    (
        "uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\n"
        "han_port: {uart_id: u, diagnostics_interval: 2h, on_telegram: [{lambda: ''}]}",
        "diagnostics_interval",
    ),
]

SECRETS = {
    "wifi_ssid": "test",
    "wifi_password": "only-for-tests",
    "mqtt_broker": "192.0.2.1",
    "mqtt_username": "reader",
    "mqtt_password": "only-for-tests",
    "ota_password": "only-for-tests",
    "mqtt_ca": "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----\\n",
}


def copy_firmware(firmware, work):
    """ESPHome works on a copy: the folder of a user holds their own secrets."""
    work.mkdir(parents=True, exist_ok=True)
    for folder in ("components", "packages"):
        shutil.rmtree(work / folder, ignore_errors=True)
        shutil.copytree(firmware / folder, work / folder, ignore=shutil.ignore_patterns("__pycache__"))
    configurations = sorted(firmware.glob("reader-*.yaml"))
    for path in configurations:
        shutil.copy2(path, work)
    (work / "with-sensors.yaml").write_text(WITH_SENSORS)
    (work / "secrets.yaml").write_text("".join(f'{key}: "{value}"\n' for key, value in SECRETS.items()))
    return {path.name for path in configurations}


def run(esphome, work, *arguments):
    done = subprocess.run(["nice", esphome, *arguments], cwd=work, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check_variant(esphome, work, number):
    name, substitutions = VARIANTS[number]
    # Each variant has a build folder of its own, so that they can be generated side by side.
    options = [part for key, value in {**substitutions, "name": f"variant-{number}"}.items() for part in ("-s", key, value)]
    for command in (["config", name], ["compile", "--only-generate", name]):
        code, output = run(esphome, work, *options, *command)
        if code != 0 or "WARNING" in output:
            return f"{name} {substitutions}: {command[0]} exit {code}:\n{output[-3000:]}"
    sources = list((work / ".esphome/build" / f"variant-{number}/src").rglob("main.cpp"))
    return None if len(sources) == 1 else f"{name} {substitutions}: generated nothing"


def check_wrong(esphome, work, number):
    text, words = WRONG[number]
    path = work / f"wrong-{number}.yaml"
    path.write_text(HOST + text + "\n")
    code, output = run(esphome, work, "config", path.name)
    return None if code != 0 and words in " ".join(output.split()) else f"{text}\n: exit {code}, without {words!r}:\n{output}"


def main(firmware, work, esphome):
    work = Path(work)
    shipped = copy_firmware(Path(firmware), work)
    untested = shipped - {name for name, _ in VARIANTS}
    missing = set(SECRETS) - {line.split(":")[0] for line in (Path(firmware) / "secrets.example.yaml").read_text().splitlines()}
    faults = [f"not tested: {name}" for name in untested]
    faults += [f"not in secrets.example.yaml: {name}" for name in missing - {"mqtt_ca"}]
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults += filter(None, pool.map(lambda i: check_variant(esphome, work, i), range(len(VARIANTS))))
        faults += filter(None, pool.map(lambda i: check_wrong(esphome, work, i), range(len(WRONG))))
    for fault in faults:
        print(fault)
    print(f"{len(shipped)} configurations in {len(VARIANTS)} variants accepted and generated, {len(WRONG)} wrong ones refused, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
