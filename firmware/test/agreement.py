"""The reader's parser and the display's decoders say the same of every telegram that both support.

usage: agreement.py DECODER WATTFRAME STREAMS [CORPUS]
Streams of simulated meters, whole and disturbed, are written to STREAMS. CORPUS, real telegrams, is looked at when it is there.
"""

import itertools
import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import streams

TOLERANCE = 1e-6
MINIMUM_TELEGRAMS = 400


def decode(command, path, *options):
    run = subprocess.run([command, *options, str(path)], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        raise SystemExit(f"{command} {path}: exit {run.returncode}: {run.stderr}")
    return {line["offset"]: line for line in map(json.loads, run.stdout.splitlines())}


# The display reads meters on channels 1 to 4, whose objects the reader passes on as texts.
SUB_METER_VALUE = re.compile(r"C[1-4](M3|Wh)$")
SUB_METER_OBJECT = re.compile(r"0-[1-4]:24\.[23]\.")


def without_sub_meters(line):
    values = {key: value for key, value in line["values"].items() if not SUB_METER_VALUE.search(key)}
    return {**line, "values": values, "unknown": [code for code in line.get("unknown", []) if not SUB_METER_OBJECT.match(code)]}


def same(ours, theirs):
    """True when two good telegrams are told in the same words."""
    ours, theirs = without_sub_meters(ours), without_sub_meters(theirs)
    if any(ours.get(key) != theirs.get(key) for key in ("bytes", "format", "meterClock")):
        return False
    if sorted(ours["unknown"]) != sorted(theirs.get("unknown", [])) or ours["values"].keys() != theirs["values"].keys():
        return False
    return all(abs(ours["values"][key] - theirs["values"][key]) <= TOLERANCE for key in ours["values"])


def differences(ours, theirs):
    for offset in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(offset), theirs.get(offset)
        good, others_good = bool(mine and mine["ok"]), bool(other and other["ok"])
        # The display also knows some makers' lists without units; the reader leaves those alone.
        unsupported = bool(mine and mine.get("code") == "UNSUPPORTED")
        if good != others_good and not (others_good and unsupported):
            yield f"at {offset}: reader {mine}, display {other}"
        if good and others_good and not same(mine, other):
            yield f"at {offset}: reader {mine}\n  display {other}"


def write_streams(wattframe, folder):
    """[path, options, telegrams that must be found]"""
    folder.mkdir(parents=True, exist_ok=True)
    keys = write_keys(folder)
    inputs = []
    plain = itertools.product(streams.FORMATS, streams.SCENARIOS, ["plain"])
    sealed = itertools.product(streams.FORMATS, streams.SCENARIOS[:1], ["encrypted", "authenticated"])
    for profile, scenario, kind in itertools.chain(plain, sealed):
        telegrams = streams.simulated(wattframe, profile, scenario, 7, options=keys[kind])
        disturbed, whole = streams.disturbed(telegrams, 7)
        # Noise may by chance look like the head of an encrypted telegram, and hide a whole one behind it.
        minimum_disturbed = whole if kind == "plain" else whole // 2
        for name, content, minimum in (("", b"".join(telegrams), len(telegrams)), ("-disturbed", disturbed, minimum_disturbed)):
            path = folder / f"{profile}-{scenario}-{kind}{name}.bin"
            path.write_bytes(content)
            inputs.append((path, keys[kind], minimum))
    return inputs


def write_keys(folder):
    """Kinds of streams, and the options of simulator and decoders for each."""
    (folder / "key").write_text("000102030405060708090a0b0c0d0e0f\n")
    (folder / "authentication-key").write_text("d0d1d2d3d4d5d6d7d8d9dadbdcdddedf\n")
    encrypted = ("--key-file", str(folder / "key"))
    return {"plain": (), "encrypted": encrypted, "authenticated": (*encrypted, "--auth-key-file", str(folder / "authentication-key"))}


def corpus_files(corpus):
    if not (corpus / "expected.jsonl").exists():
        print(f"SKIPPED: no corpus of real telegrams at {corpus}")
        return []
    entries = map(json.loads, (corpus / "expected.jsonl").read_text().splitlines())
    return [(corpus / entry["file"], ("--hex",) if entry["encoding"] == "hex" else (), 0) for entry in entries] + [
        (corpus / "stream-240-telegrams.bin", (), 240)
    ]


def main(decoder, wattframe, folder, corpus=None):
    inputs = write_streams(wattframe, Path(folder)) + (corpus_files(Path(corpus)) if corpus else [])

    def look(entry):
        path, options, minimum = entry
        ours, theirs = decode(decoder, path, *options), decode(wattframe, path, "decode", *options)
        good = sum(line["ok"] for line in ours.values())
        found = [f"{path.name} {difference}" for difference in differences(ours, theirs)]
        if good < minimum:
            found.append(f"{path.name}: {good} telegrams read instead of at least {minimum}")
        return good, found

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(look, inputs))
    faults = [fault for _, found in results for fault in found]
    total = sum(good for good, _ in results)
    for fault in faults:
        print(fault)
    print(f"{len(inputs)} inputs, {total} telegrams read alike, {len(faults)} differences")
    if total < MINIMUM_TELEGRAMS:
        raise SystemExit(f"fewer than {MINIMUM_TELEGRAMS} telegrams: this looked at nothing")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
