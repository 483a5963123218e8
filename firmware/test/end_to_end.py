"""The whole way: bytes of a simulated meter go into a pseudo-terminal, our component in the real ESPHome core reads them, a bridge carries
what it publishes to a real broker, and the display draws it. Each value is compared with what went in.

The bridge stands for ESPHome's own MQTT client, which is not built for this platform: it adds the prefix and nothing else.
"""

import argparse
import contextlib
import json
import math
import os
import pty
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty
from pathlib import Path

import paho.mqtt.client as mqtt
import streams

PREFIX = "han"
DEADLINE_S = 30
GAP_S = 0.35  # silence between two telegrams: longer than the reader's 200 ms
THOUSANDTHS = ("A", "V", "Hz")


@contextlib.contextmanager
def pseudo_terminal(link):
    """A pseudo-terminal whose far end has the name `link`; gives the near end."""
    near, far = pty.openpty()
    tty.setraw(near)
    tty.setraw(far)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(link)
    os.symlink(os.ttyname(far), link)
    try:
        yield near
    finally:
        os.unlink(link)
        os.close(near)
        os.close(far)


@contextlib.contextmanager
def process(command, log):
    with open(log, "wb") as output:
        running = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield running
    finally:
        running.terminate()
        running.wait(10)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, condition):
    end = time.monotonic() + DEADLINE_S
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"waited {DEADLINE_S} s in vain for {what}")
        time.sleep(0.02)


def connected(port, name):
    client = mqtt.Client(client_id=name)

    def answers():
        with contextlib.suppress(OSError):
            client.connect("127.0.0.1", port)
            return True
        return False

    wait_for("the broker", answers)
    client.loop_start()
    wait_for("the connection", client.is_connected)
    return client


class Bridge(threading.Thread):
    """Publishes each line of the reader's second port; texts that are not JSON are hex."""

    def __init__(self, near, client):
        super().__init__(daemon=True)
        self.near, self.client = near, client

    def run(self):
        rest = b""
        with contextlib.suppress(OSError):
            while piece := os.read(self.near, 4096):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    topic, _, payload = line.decode().partition(" ")
                    self.client.publish(f"{PREFIX}/{topic}", bytes.fromhex(payload) if topic == "raw" else payload, retain=topic == "diagnostics")


class Witness:
    """Keeps what the broker hands out."""

    def __init__(self, client):
        self.messages = []
        client.on_message = lambda _client, _data, message: self.messages.append((message.topic, message.payload))
        client.subscribe(f"{PREFIX}/#")

    def of(self, topic):
        return [payload for name, payload in list(self.messages) if name == f"{PREFIX}/{topic}"]

    def telegrams(self):
        return [json.loads(payload) for payload in self.of("telegram")]


def feed(near, content, dice):
    """Hands the bytes over in pieces of any size, as a driver does."""
    while content:
        count = dice.randrange(1, 200)
        os.write(near, content[:count])
        content = content[count:]
        time.sleep(0.002)


def decoded(decoder, content):
    run = subprocess.run([decoder, "-"], input=content, capture_output=True, check=False)
    return [json.loads(line) for line in run.stdout.splitlines()]


def published(line, table):
    """The `obis` of a telegram, from the line of `decode`."""
    obis = {}
    for name, value in line["values"].items():
        code, unit = table[name]
        scaled = value * 1000 if unit in THOUSANDTHS else value
        obis[code] = int(scaled + 0.5) if scaled >= 0 else -int(-scaled + 0.5)
    return obis


def quantity_table(checkout):
    """Code and unit of each quantity, from the display's own table."""
    table = {}
    for row in (checkout / "src/meter/quantity.ts").read_text().splitlines():
        if row.strip().startswith("{ key:"):
            fields = dict(part.split(": ") for part in row.strip().lstrip("{ ").split(" }")[0].split(", "))
            key, obis, unit = (fields[name].strip('"') for name in ("key", "obis", "unit"))
            table[key] = (f"1-0:{obis}", unit)
    if len(table) < 30:
        raise SystemExit("the table of quantities was not understood")
    return table


def check_stream(near, witness, telegrams, table, decoder, fmt):
    """Whole and damaged telegrams alternate: each whole one must come out, with its values, once and in order."""
    dice = random.Random(5)
    before = len(witness.telegrams())
    raw_before = len(b"".join(witness.of("raw")))
    sent = b""
    for telegram in telegrams:
        for content in (streams.damaged(telegram, dice), telegram):
            feed(near, content, dice)
            sent += content
            time.sleep(GAP_S)
    wait_for(f"{len(telegrams)} telegrams", lambda: len(witness.telegrams()) - before >= len(telegrams))
    got = witness.telegrams()[before:]
    wanted = [published(decoded(decoder, telegram)[0], table) for telegram in telegrams]
    # Damage outside the checked bytes leaves a telegram whole: then it comes twice.
    once = [one["obis"] for one, next_one in zip(got, [*got[1:], None]) if next_one is None or one["obis"] != next_one["obis"]]
    if once != wanted:
        raise SystemExit(f"{fmt}: published {once}\ninstead of {wanted}")
    if any(one["fmt"] != fmt or one["v"] != 1 for one in got) or any(b["seq"] != a["seq"] + 1 for a, b in zip(got, got[1:])):
        raise SystemExit(f"{fmt}: wrong head in {got}")
    wait_for("the raw bytes", lambda: len(b"".join(witness.of("raw"))) - raw_before >= len(sent))
    if b"".join(witness.of("raw"))[raw_before:] != sent:
        raise SystemExit(f"{fmt}: the raw bytes differ from those that were sent")
    print(f"{fmt}: {len(telegrams)} telegrams published with the right values between {len(telegrams)} damaged ones, raw bytes identical")


def check_diagnostics(witness):
    def is_complete(one):
        return one.get("ok", 0) > 0 and sum(one.get("bad", {}).values()) > 0 and one.get("ageS", -1) >= 0 and one["portOverruns"] == 0

    wait_for("diagnostics", lambda: any(is_complete(json.loads(one)) for one in witness.of("diagnostics")))
    print(f"diagnostics: {witness.of('diagnostics')[-1].decode()}")


def rendered(wattframe, port, near, telegram, folder):
    """The picture that the display draws of the next telegram; the meter repeats itself meanwhile."""
    out = folder / "picture.json"
    command = [wattframe, "render", "--broker", f"mqtt://127.0.0.1:{port}", "--prefix", PREFIX, "--layout", "balance", "--size", "800x480"]
    command += ["--locale", "en-GB", "--time-zone", "Europe/Helsinki", "--main-fuse", "25", "--format", "json", "--timeout", "25", "-o", str(out)]
    dice = random.Random(9)
    with process(command, folder / "render.log") as running:
        end = time.monotonic() + 2 * DEADLINE_S
        while running.poll() is None and time.monotonic() < end:
            feed(near, telegram, dice)
            time.sleep(1)
        if running.poll() != 0:
            raise SystemExit(f"render: exit {running.poll()}: {(folder / 'render.log').read_text()}")
    return json.loads(out.read_text())


def check_picture(picture, line):
    values, view = line["values"], picture["view"]
    expected = {
        "net power": (view["power"]["netW"], values["activePowerImportW"] - values["activePowerExportW"]),
        "import counter": (view["totals"]["counterImportWh"], values["activeEnergyImportWh"]),
        **{f"current {p['name']}": (p.get("currentA"), values[f"current{p['name']}A"]) for p in view["phases"]},
    }
    wrong = {name: pair for name, pair in expected.items() if pair[0] is None or abs(pair[0] - pair[1]) > 1e-6}
    stale = [name for name in ("power", "totals") if view[name]["state"] != "fresh"] + [p["name"] for p in view["phases"] if p["state"] != "fresh"]
    if wrong or stale or len(view["phases"]) != 3:
        raise SystemExit(f"the picture shows (drawn, sent) {wrong}, not fresh: {stale}")
    texts = [text["text"] for box in picture["boxes"] for text in box["texts"]]
    # As the layout writes it: kilowatts by hundreds of watts, or watts by tens; half of them upwards.
    shown = view["power"]["shown"]
    step = 100 if shown["unit"] == "kW" else 10
    steps = math.floor(abs(shown["valueW"]) / step + 0.5)
    drawn = f"{steps / 10:.1f}" if shown["unit"] == "kW" else str(steps * 10)
    if not any(text.lstrip("-\u2212").startswith(drawn) for text in texts):
        raise SystemExit(f"{drawn} {shown['unit']} stands nowhere in the picture: {texts}")
    print(f"{line['format']}: drawn fresh: " + ", ".join(f"{name} {pair[0]}" for name, pair in expected.items()))


def main():
    parser = argparse.ArgumentParser()
    for name in ("reader", "meter-port", "out-port", "decoder", "wattframe", "streams"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    checkout = Path(__file__).resolve().parents[2]
    table = quantity_table(checkout)
    port = free_port()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mosquitto = next(path for path in ("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "mosquitto") if Path(path).exists() or "/" not in path)
        stack.enter_context(process([mosquitto, "-p", str(port)], folder / "broker.log"))
        meter = stack.enter_context(pseudo_terminal(args.meter_port))
        out = stack.enter_context(pseudo_terminal(args.out_port))
        witness = Witness(connected(port, "witness"))
        Bridge(out, connected(port, "bridge")).start()
        stack.enter_context(process([args.reader], folder / "reader.log"))
        wait_for("the reader's first diagnostics", lambda: witness.of("diagnostics"))
        for profile, fmt in (("hdlc", "efs"), ("p1", "efs2"), ("mbus", "mbus")):
            telegrams = streams.simulated(args.wattframe, profile, "evening", 3, "2m")
            check_stream(meter, witness, telegrams, table, args.decoder, fmt)
            picture = rendered(args.wattframe, port, meter, telegrams[-1], folder)
            check_picture(picture, decoded(args.decoder, telegrams[-1])[0])
        check_diagnostics(witness)
    return 0


if __name__ == "__main__":
    sys.exit(main())
