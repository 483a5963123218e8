"""Byte streams of simulated meters, made by the display's own simulator, and faults like those of a serial line."""

import base64
import json
import random
import subprocess

FORMATS = ("p1", "hdlc", "mbus")
SCENARIOS = ("evening", "solar-noon")
START = "2026-01-15T17:20:00+02:00"


def simulated(wattframe, profile, scenario, seed, duration="10m", options=()):
    """The telegrams of a simulated meter as it sends them, one bytes object each. Options are the simulator's."""
    command = [wattframe, "simulate", "--as", profile, "--scenario", scenario, "--seed", str(seed), "--start", START, *options]
    run = subprocess.run([*command, "--duration", duration, "-o", "-"], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: exit {run.returncode}: {run.stderr}")
    messages = [json.loads(line) for line in run.stdout.splitlines()]
    return [payload(message) for message in messages if message["topic"].endswith("/raw")]


def payload(message):
    if "payloadBase64" in message:
        return base64.b64decode(message["payloadBase64"])
    return message["payload"].encode()


def damaged(telegram, dice):
    """One fault: a flipped bit, bytes lost or added, a flag inside, cut off, begun in the middle."""
    at = dice.randrange(len(telegram))
    some = dice.randrange(1, 40)
    return dice.choice(
        [
            telegram[:at] + bytes([telegram[at] ^ 1 << dice.randrange(8)]) + telegram[at + 1 :],
            telegram[:at] + telegram[at + 1 :],
            telegram[:at] + telegram[at + some :],
            telegram[:at] + dice.randbytes(1) + telegram[at:],
            telegram[:at] + b"\x7e" + telegram[at:],
            telegram[:at] + b"\x7d" + telegram[at:],
            telegram[:at],
            telegram[at:],
        ]
    )


def disturbed(telegrams, seed):
    """A stream in which about half of the telegrams are damaged; and how many are whole."""
    dice = random.Random(seed)
    pieces = [damaged(one, dice) if dice.random() < 0.5 else one for one in telegrams]
    return b"".join(pieces), sum(a == b for a, b in zip(pieces, telegrams))
