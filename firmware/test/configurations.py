"""Every shipped configuration, in each of its variants, is accepted by ESPHome and generated; wrong ones are refused in words.

usage: configurations.py FIRMWARE WORK ESPHOME
"""

import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# What must stand in the code that is generated for every reader.
ALWAYS = ("set_post_connect_roaming(false)", "wifi_wificomponent_id->set_reboot_timeout(21600000)", "mqtt_mqttclientcomponent_id->set_reboot_timeout(0)")
OWN = ("han->set_uart_parent(han_uart)",)
ESP32 = (*OWN, "#define USE_MQTT_IDF_ENQUEUE", "#define USE_IMPROV_SERIAL")

# Of a D1 Mini: the meter's pin, upside down or upright. The other pin is the lamp's.
INVERTED = "gpiopin_id_2->set_inverted(true)"
UPRIGHT = f"!{INVERTED}"

# Configuration, substitutions, and what must stand in its code beside ALWAYS, or with "!" must not.
VARIANTS = [
    ("reader-d1mini.yaml", {}, (*OWN, "->set_pin(13)", INVERTED, "Logger(0)", "disable_log_message()", "disable_discovery()", "set_lamp_pin(")),
    ("reader-d1mini.yaml", {"wiring": "transistor", "allow_no_crc": "true"}, (*OWN, "->set_pin(3)", UPRIGHT, "set_allow_no_crc(true)")),
    ("reader-d1mini.yaml", {"log": "usb"}, ("Logger(115200", "set_log_level(ESPHOME_LOG_LEVEL_DEBUG)")),
    ("reader-p1mini.yaml", {}, (*OWN, "->set_pin(3)", "->set_pin(4)", "set_restore_mode(switch_::SWITCH_ALWAYS_ON)")),
    ("reader-smartyreader.yaml", {}, (*OWN, "->set_pin(3)", INVERTED, "han->set_raw_always()")),
    ("reader-slimmelezer.yaml", {}, (*OWN, "->set_pin(13)", UPRIGHT)),
    ("reader-esp32c3.yaml", {}, (*ESP32, "UART_SELECTION_USB_SERIAL_JTAG", "set_inverted(true)")),
    ("reader-esp32c3.yaml", {"transport": "tls", "rx_inverted": "false"}, (*ESP32, "set_ca_certificate(", "!set_inverted(true)")),
    ("reader-esp32s2.yaml", {}, ESP32),
    ("reader-esp32s3.yaml", {}, ESP32),
    ("reader-esp32c6.yaml", {}, ESP32),
    ("reader-stock.yaml", {}, ("dsmr::",)),
    ("reader-stock.yaml", {"parser": "dlms", "wiring": "transistor"}, ("dlms_meter::",)),
    ("with-log.yaml", {}, ("set_log_message_template(", ".topic = \"han/debug\"", ".retain = false")),
    ("with-rescue.yaml", {}, ("captive_portal::CaptivePortal", "set_ap_timeout(60000)")),
    ("with-second-network.yaml", {}, ("init_sta(2)",)),
    ("with-supply.yaml", {}, ("han->set_supply_sensor(supply_voltage)", "#define USE_ADC_SENSOR_VCC")),
    ("with-sensors.yaml", {}, ("han->add_sensor(", "disable_discovery()", "reactive_energy")),
    ("with-home-assistant.yaml", {}, ("han->add_sensor(", 'set_discovery_info("homeassistant"', "Electricity meter")),
    ("with-home-assistant-api.yaml", {}, ("api_apiserver_id->set_reboot_timeout(0)",)),
    ("with-objects.yaml", {}, ("han->add_object_sensor({1, 0, 1, 6, 0}, ",)),
    ("with-everything.yaml", {}, OWN),
    ("with-raw-always.yaml", {}, ("han->set_raw_always()",)),
    ("with-repeat.yaml", {}, ("han->set_repeat_uart(han_uart)", "han_uart->set_tx_pin(", "->set_pin(15)", "!Logger(115200")),
    ("with-second-meter.yaml", {}, (*ESP32, "han_2->set_uart_parent(han_uart_2)", 'han_2->set_topic_prefix("han2")', "!han->set_topic_prefix(")),
    ("with-mbus.yaml", {}, (*ESP32, "han_uart->set_baud_rate(2400)", "han_uart->set_parity(uart::UART_CONFIG_PARITY_EVEN)", "han->set_gap(1000)")),
    ("with-decryption.yaml", {}, (*ESP32, "han->set_decryption_key({0, 17, 34, ", "-DUSE_HAN_PORT_KEYS", "!set_authentication_key")),
    ("with-everything-of-an-esp32.yaml", {}, (*ESP32, "han->set_authentication_key({255, 238, ", "han_uart->set_baud_rate(2400)")),
]

# Optional packages, each on a reader of its own and all of them together.
OPTIONAL = ("log", "rescue", "second-network", "supply", "sensors", "home-assistant", "home-assistant-api", "raw-always", "repeat")
OPTIONAL_ESP32 = ("decryption", "authentication", "mbus", "second-meter")


def with_packages(*names, reader="reader-d1mini"):
    lines = [f"  package_{i}: !include packages/{name}.yaml" for i, name in enumerate(names)]
    return "\n".join(["packages:", f"  reader: !include {reader}.yaml", *lines, ""])


WITH_OBJECTS = """
packages:
  reader: !include reader-d1mini.yaml
sensor:
  - platform: han_port
    objects:
      - { obis_code: "1-0:1.6.0", name: Peak of the month, unit_of_measurement: kW }
"""

D1_MINI = """
packages:
  reader: !include reader-d1mini.yaml
"""

HOST = """
esphome: {name: wrong}
host:
external_components: [{source: {type: local, path: components}}]
"""

PORT = "uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\n"
PORTS = "uart: [{id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}, {id: v, port: /tmp/y, baud_rate: 115200, rx_buffer_size: 2048}]\n"
KEY = "00112233445566778899AABBCCDDEEFF"

# What is wrong with each, and the words that must say so.
WRONG = [
    (f"{PORT}han_port: {{uart_id: u, on_telegram: [], decryption_key: '0011'}}", "a key has 32 hexadecimal digits, as the grid company sends it; this has 4"),
    (f"{PORT}han_port: {{uart_id: u, on_telegram: [], authentication_key: {KEY}}}", "authentication_key is of no use without decryption_key"),
    (f"{PORT}han_port: [{{uart_id: u, on_telegram: []}}, {{uart_id: u, on_telegram: []}}]", "two meters on the port u"),
    (f"{PORTS}han_port: [{{uart_id: u, raw: sometimes}}, {{uart_id: v}}]", "sometimes"),
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200}\nhan_port: {uart_id: u, on_telegram: []}", "rx_buffer_size is 256 bytes, less than one telegram"),
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\nhan_port: {uart_id: u}", "nobody takes the telegrams"),
    (
        "uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\n"
        "han_port: {uart_id: u, diagnostics_interval: 2h, on_telegram: [{lambda: ''}]}",
        "diagnostics_interval",
    ),
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\nhan_port: {uart_id: u}\n"
     "sensor: [{platform: han_port, objects: [{obis_code: '1.6.0', name: x}]}]", "1.6.0 is no OBIS code: write A-B:C.D.E"),
    ("uart: {id: u, port: /tmp/x, baud_rate: 115200, rx_buffer_size: 2048}\nhan_port: {uart_id: u}\n"
     "sensor: [{platform: han_port, objects: [{obis_code: '0-0:96.1.1', name: x}]}]", "0-0:96.1.1 names a meter or its owner"),
    (f"{D1_MINI}wifi: {{networks: [{{ssid: your network, password: its password}}]}}\n", "secrets.yaml is still the example"),
    (f"{D1_MINI}  decryption: !include packages/decryption.yaml\n", "the ESP8266 does not decrypt: take an ESP32"),
    (f"{D1_MINI}  second_meter: !include packages/second-meter.yaml\n", "the ESP8266 has one serial port that can receive"),
    ("substitutions: {second_topic_prefix: han}\npackages:\n  reader: !include reader-esp32c3.yaml\n  second: !include packages/second-meter.yaml\n",
     "two meters with the prefix han"),
]

SECRETS = {
    "wifi_ssid": "test",
    "wifi_password": "only-for-tests",
    "mqtt_broker": "192.0.2.1",
    "mqtt_username": "reader",
    "mqtt_password": "only-for-tests",
    "ota_password": "only-for-tests",
    "rescue_password": "only-for-tests",
    "wifi_ssid_2": "test-2",
    "wifi_password_2": "only-for-tests",
    "api_key": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "meter_key": "00112233445566778899AABBCCDDEEFF",
    "meter_authentication_key": "FFEEDDCCBBAA99887766554433221100",
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
    for name in OPTIONAL:
        (work / f"with-{name}.yaml").write_text(with_packages(name))
    for name in OPTIONAL_ESP32:
        (work / f"with-{name}.yaml").write_text(with_packages(name, reader="reader-esp32c3"))
    (work / "with-everything-of-an-esp32.yaml").write_text(with_packages(*OPTIONAL_ESP32, reader="reader-esp32c3"))
    (work / "with-everything.yaml").write_text(with_packages(*(name for name in OPTIONAL if name != "sensors")))
    (work / "with-objects.yaml").write_text(WITH_OBJECTS)
    (work / "secrets.yaml").write_text("".join(f'{key}: "{value}"\n' for key, value in SECRETS.items()))
    return {path.name for path in configurations}


def run(esphome, work, *arguments):
    done = subprocess.run(["nice", esphome, *arguments], cwd=work, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check_variant(esphome, work, number):
    name, substitutions, wanted = VARIANTS[number]
    # Each variant has a build folder of its own, so that they can be generated side by side.
    node = f"variant-{number}"
    options = [part for key, value in {**substitutions, "name": node}.items() for part in ("-s", key, value)]
    code, output = run(esphome, work, *options, "compile", "--only-generate", name)
    if code != 0 or "WARNING" in output:
        return f"{name} {substitutions}: exit {code}:\n{output[-3000:]}"
    project = work / ".esphome/build" / node
    text = "".join((project / part).read_text() for part in ("src/main.cpp", "src/esphome/core/defines.h", "platformio.ini"))
    wrong = [part for part in (*ALWAYS, *wanted) if (part.removeprefix("!") in text) == part.startswith("!")]
    return f"{name} {substitutions}: in the generated code, wrong: {wrong}" if wrong else None


def check_wrong(esphome, work, number):
    text, words = WRONG[number]
    path = work / f"wrong-{number}.yaml"
    path.write_text(text if "packages:" in text else HOST + text + "\n")
    code, output = run(esphome, work, "config", path.name)
    return None if code != 0 and words in " ".join(output.split()) else f"{text}\n: exit {code}, without {words!r}:\n{output}"


def untested(shipped, work):
    """Configurations without a variant, and packages that nothing includes."""
    yield from sorted(shipped - {name for name, _, _ in VARIANTS})
    texts = "".join(path.read_text() for path in [*work.glob("*.yaml"), *(work / "packages").glob("*.yaml")])
    names = re.findall(r"^ .*!include (?:packages/)?(\S+)\.yaml", texts, re.MULTILINE)
    included = re.compile("|".join(re.sub(r"\$\{\w+\}", ".*", name) for name in names))
    yield from (f"packages/{path.name}" for path in (work / "packages").glob("*.yaml") if not included.fullmatch(path.stem))


def faults_in_words(firmware, release):
    """What secrets.example.yaml and the documentation leave out."""
    example = {line.removeprefix("# ").split(":")[0] for line in (firmware / "secrets.example.yaml").read_text().splitlines()}
    yield from (f"not in secrets.example.yaml: {name}" for name in set(SECRETS) - example - {"mqtt_ca"})
    if '"your network"' not in (firmware / "secrets.example.yaml").read_text():
        yield "secrets.example.yaml: another network than the one that is refused"
    if f"esphome=={release}" not in (firmware.parent / "doc/reader.md").read_text():
        yield f"doc/reader.md does not install ESPHome {release}"


def main(firmware, work, esphome):
    firmware, work = Path(firmware), Path(work)
    shipped = copy_firmware(firmware, work)
    release = run(esphome, work, "version")[1].split()[-1]
    faults = [*(f"not tested: {name}" for name in untested(shipped, work)), *faults_in_words(firmware, release)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        faults += filter(None, pool.map(lambda i: check_variant(esphome, work, i), range(len(VARIANTS))))
        faults += filter(None, pool.map(lambda i: check_wrong(esphome, work, i), range(len(WRONG))))
    for fault in faults:
        print(fault)
    print(f"{len(shipped)} configurations in {len(VARIANTS)} variants accepted and generated, {len(WRONG)} wrong ones refused, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
