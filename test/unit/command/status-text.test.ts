import { describe, expect, it } from "vitest";
import { statusFaults, statusText } from "../../../src/command/status-text.ts";
import type { DisplayStatus, Status } from "../../../src/kiosk/status.ts";
import { REFRESH_REASONS } from "../../../src/refresh/policy.ts";

const NOW_MS = Date.UTC(2026, 0, 15, 18);
const past = (ms: number) => new Date(NOW_MS - ms).toISOString();
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const WELL: Status = {
  at: past(3 * SECOND),
  pid: 812,
  version: "1.2.3",
  startedAt: past(51 * HOUR),
  broker: { kind: "connected" },
  meters: [{ name: "house", telegrams: 8_640, topics: 22, lastAt: past(7 * SECOND) }],
  history: { path: "/var/lib/wattframe/history", savedAt: past(2 * MINUTE + 5 * SECOND) },
  displays: [
    {
      name: "hallway",
      kind: "epaper",
      drawnAt: past(10 * SECOND),
      decidedAt: past(10 * SECOND),
      reason: "too-soon",
      notBefore: past(-12 * MINUTE),
      waitsFor: "partial",
      shownAt: past(130 * SECOND),
      today: { since: past(16 * HOUR), counts: { offered: 960, shown: 301, full: 1, partial: 300 } },
    },
  ],
};
const SLOW_FAULT = { code: "BUS_IO", message: "no\nanswer", hint: "Look at the wires." };

describe("the status for people", () => {
  it("has a line for each part", () => {
    expect(statusText(WELL, NOW_MS)).toBe(
      [
        "wattframe        1.2.3, process 812, started 2 d 3 h ago",
        "broker           connected",
        "meter house      last value 7 s ago, 8640 telegrams in 24 h on 22 topics",
        "history          /var/lib/wattframe/history, saved 2 min 5 s ago",
        "display hallway  epaper, its picture is 2 min 10 s old; 10 s ago not shown: 12 min until the next partial refresh; 960 offered and 301 shown (1 full, 300 partial) today, in 16 h",
        "",
      ].join("\n"),
    );
  });

  it("says in words why a display shows a picture or none", () => {
    const [{ notBefore: _, waitsFor: __, ...hallway }] = WELL.displays as [DisplayStatus];
    const texts = [...REFRESH_REASONS, "written"].flatMap((reason) =>
      [{}, { notBefore: past(-75 * SECOND) }, { notBefore: past(SECOND), waitsFor: "full" }].map((wait) => {
        const text = statusText({ ...WELL, displays: [{ ...hallway, reason, ...wait }] }, NOW_MS);
        return /ago (?<decision>(?:not )?shown: .*); 960 offered/u.exec(text)?.groups?.["decision"];
      }),
    );
    expect(texts.filter((text) => text === undefined || /\w-\w|undefined/u.test(text))).toEqual([]);
    expect(texts).toEqual(
      expect.arrayContaining([
        "not shown: 1 min 15 s until the next refresh",
        "not shown: a moment until the next full refresh",
        "not shown: 1 min 15 s until the quiet hours end",
        "not shown: 1 min 15 s until the full refresh of the day",
        "not shown: nothing changed",
        "not shown: it is too cold for the panel",
        "shown: it was the full refresh of the day",
        "shown: it was written",
      ]),
    );
  });

  it("leaves out what is not known, and says so where that matters", () => {
    const young: Status = {
      ...WELL,
      startedAt: past(0),
      meters: [
        { name: "cellar", telegrams: 0, topics: 0, source: { kind: "lost", reason: "no such device" } },
        { name: "attic", telegrams: 1, topics: 1, lastAt: past(HOUR), source: { kind: "connected" } },
      ],
      displays: [{ name: "file", kind: "png-file" }],
    };
    const { broker: _, history: __, ...bare } = young;
    expect(statusText(bare, NOW_MS).split("\n").slice(0, 5)).toEqual([
      "wattframe     1.2.3, process 812, started 0 s ago",
      "meter cellar  source lost: no such device; nothing has come yet",
      "meter attic   last value 1 h ago, 1 telegram in 24 h on 1 topic",
      "history       in memory only: history.path would keep it",
      "display file  png-file, nothing is shown yet",
    ]);
  });

  it("of a kiosk without a configuration says where it is awaited and what writes it", () => {
    const { broker: _, history: __, ...rest } = WELL;
    const unconfigured = { file: "/etc/wattframe/wattframe.yaml", command: "sudo wattframe setup" };
    const status: Status = { ...rest, unconfigured, meters: [], displays: [] };
    expect(statusText(status, NOW_MS)).toBe(
      [
        "wattframe      1.2.3, process 812, started 2 d 3 h ago",
        "configuration  waits for /etc/wattframe/wattframe.yaml",
        "",
        "There is no configuration /etc/wattframe/wattframe.yaml yet. sudo wattframe setup writes one.",
        "",
      ].join("\n"),
    );
  });

  it("ends with what is wrong, each with its remedy on one line", () => {
    const [display] = WELL.displays;
    const text = statusText({ ...WELL, displays: [{ ...display!, fault: SLOW_FAULT }] }, NOW_MS);
    expect(text.split("\n").slice(-3)).toEqual(["", "The display hallway: no answer (BUS_IO). Look at the wires.", ""]);
    expect(text).toContain("; it does not work, see below\n");
  });
});

describe("what is wrong", () => {
  it("is nothing while all is well", () => {
    expect(statusFaults(WELL, NOW_MS)).toEqual([]);
  });

  it.each<[string, Partial<Status>, string]>([
    [
      "what its reader says of itself",
      {
        meters: [
          {
            name: "house",
            telegrams: 0,
            topics: 2,
            reader: { online: true, findings: [{ symptom: "The reader hears nothing", remedy: "is it plugged in?" }] },
          },
        ],
      },
      "The meter house: The reader hears nothing: is it plugged in?",
    ],
    ["an old status", { at: past(45 * SECOND) }, "The kiosk has written no status for 45 s: it hangs."],
    ["the broker", { broker: { kind: "lost", reason: "refused" } }, "The broker is not connected (lost: refused)."],
    ["a broker without a state", { broker: { kind: "connecting" } }, "The broker is not connected (connecting)."],
    [
      "a source",
      { meters: [{ name: "m", telegrams: 0, topics: 0, source: { kind: "lost" } }] },
      "The source of m is not connected (lost).",
    ],
    [
      "the history",
      { history: { path: "h", fault: { code: "HISTORY_WRITE", message: "the disk is full" } } },
      "The history: the disk is full (HISTORY_WRITE)",
    ],
    [
      "a display",
      { displays: [{ name: "d", kind: "epaper", fault: SLOW_FAULT }] },
      "The display d: no answer (BUS_IO). Look at the wires.",
    ],
    [
      "a reload that was refused",
      {
        configuration: {
          faults: [{ code: "WRONG_VALUE", message: "w.yaml:3:5 locale: is not a locale", hint: "Write fi-FI." }],
        },
      },
      "A reload was refused, the configuration before is in use: w.yaml:3:5 locale: is not a locale (WRONG_VALUE). Write fi-FI.",
    ],
  ])("names %s", (_name, change, fault) => {
    expect(statusFaults({ ...WELL, ...change }, NOW_MS)).toEqual([fault]);
  });

  it("hides nothing behind a reload that was refused", () => {
    const reload = { code: "WRONG_VALUE", message: "w.yaml:3:5 locale: is not a locale" };
    const all: Status = {
      ...WELL,
      configuration: { faults: [reload, reload] },
      broker: { kind: "lost" },
      history: { path: "h", fault: { code: "HISTORY_WRITE", message: "the disk is full" } },
      displays: ["a", "b"].map((name) => ({ name, kind: "epaper", fault: { ...SLOW_FAULT, leftAlone: true } })),
    };
    expect(statusFaults(all, NOW_MS)).toHaveLength(6);
    expect(statusText(all, NOW_MS)).toContain("; it does not work and is left alone, see below\n");
  });
});
