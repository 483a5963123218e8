"""Compares han-port-decode with the oracle of a corpus of real telegrams, file by file.

usage: oracle.py DECODER CORPUS
"""

import json
import subprocess
import sys
from pathlib import Path

MINIMUM_FILES = 100
TOLERANCE = 1e-6
NOT_LISTED = {"frequencyHz"} | {f"activeEnergy{way}T{tariff}Wh" for way in ("Import", "Export") for tariff in (3, 4)}  # not in the oracle


def decode(decoder, path, encoding, *options):
    flags = ["--hex"] if encoding == "hex" else []
    run = subprocess.run([decoder, *flags, *options, str(path)], capture_output=True, check=False, text=True)
    if run.returncode not in (0, 1) or run.stderr:
        raise SystemExit(f"{path}: exit {run.returncode}: {run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines()], run.returncode


def same_values(found, expected):
    return found.keys() - NOT_LISTED == expected.keys() and all(abs(found[k] - expected[k]) <= TOLERANCE for k in expected)


def fault_in_decoded(expected, good):
    if len(good) != len(expected):
        return f"{len(good)} telegrams instead of {len(expected)}"
    for want, got in zip(expected, good):
        if not same_values(got["values"], want["values"]):
            return f"values {got['values']} instead of {want['values']}"
        if "meterClock" in want and got.get("meterClock") != want["meterClock"]:
            return f"clock {got.get('meterClock')} instead of {want['meterClock']}"
        if "meterClock" not in want and "meterClock" in got and got["values"] == {}:
            return "a clock without any value"
    return None


def fault(entry, lines, returncode):
    """What is wrong with the lines, None when they fit the verdict."""
    good = [line for line in lines if line["ok"]]
    bad = [line for line in lines if not line["ok"]]
    expected = entry.get("telegrams") or []
    if (returncode == 0) != (bool(good) and not bad):
        return f"exit {returncode} with {len(good)} good and {len(bad)} refused telegrams"
    if entry["verdict"] == "decode":
        return fault_in_decoded(expected, good)
    if entry["verdict"] == "refuse":
        if good:
            return f"a value comes out: {good[0]}"
        codes = entry.get("codes")
        if codes and not any(line["code"] in codes for line in bad):
            return f"refused with {[line['code'] for line in bad]} instead of {codes}"
        return None
    if good:
        return fault_in_decoded(expected, good)
    return None if any(line["code"] == "UNSUPPORTED" for line in bad) else f"neither decoded nor unsupported: {lines}"


def main(decoder, corpus):
    corpus = Path(corpus)
    entries = [json.loads(line) for line in (corpus / "expected.jsonl").read_text().splitlines()]
    if len(entries) < MINIMUM_FILES:
        raise SystemExit(f"the oracle holds {len(entries)} files: fewer than {MINIMUM_FILES}, so this looked at nothing")
    faults = 0
    verdicts = {}
    telegrams = 0
    for entry in entries:
        lines, returncode = decode(decoder, corpus / entry["file"], entry["encoding"])
        verdicts[entry["verdict"]] = verdicts.get(entry["verdict"], 0) + 1
        telegrams += sum(line["ok"] for line in lines)
        found = fault(entry, lines, returncode)
        if found:
            faults += 1
            print(f"{entry['file']}: {found}")
    print(f"{len(entries)} files {verdicts}, {telegrams} telegrams read, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
