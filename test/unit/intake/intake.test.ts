import { beforeEach, describe, expect, it } from "vitest";
import { freshnessOf } from "../../../src/history/freshness.ts";
import { History } from "../../../src/history/history.ts";
import { Intake } from "../../../src/intake/intake.ts";
import { SILENT } from "../../../src/log.ts";
import type { Message } from "../../../src/meter/message.ts";
import { crc16Arc } from "../../../src/meter/wire/crc.ts";
import type { NoticeLog } from "../../../src/throttled-log.ts";
import { later } from "../../fixtures/readings.ts";

let history: History;
let intake: Intake;
let said: { readonly level: string; readonly facts: object; readonly message: string }[];
/** What was logged at `info`. */
let informed: { readonly facts: object; readonly message: string }[];
let log: NoticeLog;

beforeEach(() => {
  said = [];
  informed = [];
  const note = (level: string) => (facts: object, message: string) => void said.push({ level, facts, message });
  const info = (facts: object, message: string) => void informed.push({ facts, message });
  log = { info, warn: note("warn"), error: note("error") };
  history = new History();
  intake = new Intake(METER, history, log);
  intake.connected(later(-60_000).monoMs);
});

const METER = { name: "house", prefix: "han", wire: {}, mainFuseA: 25, phases: 3 } as const;
const DAY_MS = 24 * 60 * 60_000;

/** One message, `afterMs` after noon. */
const message = (topic: string, payload: string | Uint8Array, afterMs = 0, retained = false): Message => ({
  topic: `han/${topic}`,
  payload: Buffer.from(payload),
  retained,
  qos: 0,
  at: later(afterMs),
});

const sensor = (id: string, payload: string, afterMs = 0, retained = false) =>
  message(`sensor/${id}/state`, payload, afterMs, retained);

const BURST = [
  ["momentary_active_import", "1.234"],
  ["momentary_active_export", "0.000"],
  ["current_phase_1", "5.1"],
  ["voltage_phase_1", "229.8"],
] as const;

const burst = (afterMs: number) => BURST.map(([id, payload], i) => intake.take(sensor(id, payload, afterMs + i)));

describe("a gas meter's reading", () => {
  const telegram = (clock: string, readAt: string, gas: string, number = "01") => {
    const text = `/XMX5 x\r\n\r\n0-0:1.0.0(${clock}W)\r\n1-0:1.7.0(0.500*kW)\r\n0-1:24.1.0(003)\r\n0-1:96.1.0(${number})\r\n0-1:24.2.1(${readAt}W)(${gas}*m3)\r\n!`;
    return text + crc16Arc(Buffer.from(text)).toString(16).padStart(4, "0");
  };
  const MINUTE = 60_000;

  it("enters the past once, at the time at which it was read, however many telegrams carry it", () => {
    for (const s of [0, 10, 20])
      intake.take(message("raw", telegram(`2601151310${s || "00"}`, "260115130000", "5.5"), s * 1_000));
    expect(history.latest.known.gasVolumeC1M3).toMatchObject({ value: 5.5, at: later(-10 * MINUTE), intervalsMs: [] });
    const points = history.series.points("gasVolumeC1M3", later(-DAY_MS).wallMs, later(DAY_MS).wallMs, 0);
    expect(points).toMatchObject([{ value: 5.5, series: 0 }]);
    expect(history.telegramsSince(0)).toBe(3);
  });

  it("begins again where another meter is on the channel, the electricity meter's counters do not", () => {
    intake.take(message("raw", telegram("260115131000", "260115130000", "5.5")));
    intake.take(message("raw", telegram("260115131010", "260115131010", "6.5", "02"), 10_000));
    expect(history.latest.series.gasVolumeC1M3).toBe(1);
    expect(history.latest.series.activeEnergyImportWh ?? 0).toBe(0);
  });

  it("is refused once where it leaps, and begins again where it stays", () => {
    intake.take(message("raw", telegram("260115131000", "260115131000", "1500.2")));
    intake.take(message("raw", telegram("260115131010", "260115131010", "900.1"), 10_000));
    expect(history.latest.known.gasVolumeC1M3?.value).toBe(1500.2);
    intake.take(message("raw", telegram("260115131110", "260115131110", "900.1"), 70_000));
    expect(history.latest.known.gasVolumeC1M3?.value).toBe(900.1);
    expect(history.latest.series.gasVolumeC1M3).toBe(1);
  });
});

describe("a burst of topics", () => {
  it("becomes one reading when silence ends it, stamped with its last message", () => {
    const taken = burst(0);
    expect(taken.every(({ complete }) => !complete)).toBe(true);
    expect(taken.at(-1)?.quietUntilMonoMs).toBe(later(303).monoMs);
    expect(history.telegramsSince(0)).toBe(0);
    expect(intake.onSilence(later(200).monoMs).complete).toBe(false);
    expect(intake.onSilence(later(303).monoMs).complete).toBe(true);
    expect(history.telegramsSince(0)).toBe(1);
    expect(history.latest.known.activePowerImportW).toMatchObject({ value: 1_234, at: later(3) });
    expect(history.latest.known.voltageL1V).toMatchObject({ value: 229.8, at: later(3) });
  });

  it("is whole at its last topic once two bursts have ended with it", () => {
    for (const start of [0, 10_000]) {
      burst(start);
      intake.onSilence(later(start + 400).monoMs);
    }
    expect(burst(20_000).map(({ complete }) => complete)).toEqual([false, false, false, true]);
    expect(history.telegramsSince(0)).toBe(3);
    expect(intake.flush()).toBe(false);
  });

  it("is one reading each though nobody let the time pass in between", () => {
    burst(0);
    const next = burst(10_000);
    expect(next[0]?.complete).toBe(true);
    expect(history.telegramsSince(0)).toBe(1);
    intake.flush();
    expect(history.telegramsSince(0)).toBe(2);
    expect(history.latest.known.activePowerImportW?.intervalsMs).toEqual([10_000]);
  });

  it("gets no life from the reader's own sensors nor from a sensor without a value", () => {
    for (const [id, payload] of [
      ["wifi_signal", "-61"],
      ["uptime", "12345"],
      ["current_phase_2", "nan"],
    ] as const) {
      expect(intake.take(sensor(id, payload))).toEqual({ complete: false });
    }
    expect(intake.flush()).toBe(false);
    expect(history.latest.arrivedAt).toBeUndefined();
  });
});

describe("a quantity that comes without a value", () => {
  const heardOf = () => Object.keys(history.latest.heardOf);

  it.each([
    ["nan", "nan"],
    ["a word that is no number", "unavailable"],
    ["more than can be", "9999999"],
  ])("is heard of, as %s", (_, payload) => {
    intake.take(sensor("momentary_active_import", payload));
    intake.flush();
    expect(heardOf()).toEqual(["activePowerImportW"]);
    expect(history.latest.known).toEqual({});
  });

  it("is heard of in both directions where its number is signed", () => {
    const wire = { mapping: { "house/net": { quantity: "activePowerImportW", unit: "W", signed: true } } } as const;
    intake = new Intake({ prefix: "han", wire, mainFuseA: 25, phases: 3 }, history, SILENT);
    intake.take(message("house/net", "?"));
    expect(heardOf()).toEqual(["activePowerImportW", "activePowerExportW"]);
  });

  it("is heard of first when it first came, and not of a topic that no meter has", () => {
    intake.take(sensor("momentary_active_import", "nan"));
    intake.take(sensor("momentary_active_import", "1.000", 10_000));
    intake.take(sensor("wifi_signal", "?", 10_000));
    intake.flush();
    expect(history.latest.heardOf).toEqual({ activePowerImportW: later(0) });
  });
});

const TELEGRAM = '{"v":1,"clock":"2026-01-15T14:00:00","obis":{"1-0:1.7.0":1234,"1-0:31.7.0":5100}}';

describe("a word for no value", () => {
  it.each(["", "nan", "NaN", "-nan", "None", "null", "unavailable", "unknown", " Unknown "])(
    "makes what was known before stale at once: %j",
    (word) => {
      intake.take(message("telegram", TELEGRAM));
      intake.take(sensor("momentary_active_import", word, 500));
      expect(freshnessOf(history.latest, "activePowerImportW", later(500))).toMatchObject({
        state: "stale",
        why: "no-value",
      });
      expect(freshnessOf(history.latest, "currentL1A", later(500)).state).toBe("fresh");
      expect(said).toEqual([]);
    },
  );

  it("ends the telegram in which a value came before it", () => {
    intake.take(sensor("momentary_active_import", "1.000"));
    intake.take(sensor("momentary_active_import", "nan", 1));
    intake.flush();
    expect(history.latest.known.activePowerImportW).toMatchObject({ value: 1_000, withdrawn: true });
  });

  it("is over with the next value", () => {
    intake.take(message("telegram", TELEGRAM));
    intake.take(sensor("momentary_active_import", "nan", 500));
    intake.take(message("telegram", TELEGRAM.replace("14:00:00", "14:00:10"), 10_000));
    expect(freshnessOf(history.latest, "activePowerImportW", later(10_000)).state).toBe("fresh");
  });

  it("counts for both directions of a signed net power", () => {
    const mapping = { net: { quantity: "activePowerImportW", unit: "W", signed: true } } as const;
    intake = new Intake({ prefix: "han", wire: { mapping }, mainFuseA: 25, phases: 3 }, history, SILENT);
    intake.take(message("net", "-50"));
    intake.take(message("net", "None", 500));
    expect(history.latest.known).toMatchObject({
      activePowerImportW: { value: 0, withdrawn: true },
      activePowerExportW: { value: 50, withdrawn: true },
    });
  });

  it("that the broker had kept counts as one that comes live", () => {
    intake.take(message("telegram", TELEGRAM));
    intake.take(sensor("momentary_active_import", "nan", 500, true));
    expect(history.latest.known.activePowerImportW?.withdrawn).toBe(true);
  });
});

describe("a reader's telegram", () => {
  it("is whole at once, with the meter's clock", () => {
    expect(intake.take(message("telegram", TELEGRAM))).toEqual({ complete: true });
    expect(history.latest.known.activePowerImportW?.value).toBe(1_234);
    expect(history.latest.known.currentL1A?.value).toBe(5.1);
    expect(history.latest.meterClock).toBe("2026-01-15T14:00:00");
  });

  it("ends a burst that was under way", () => {
    intake.take(sensor("momentary_active_import", "1.000"));
    intake.take(message("telegram", TELEGRAM, 100));
    expect(history.telegramsSince(0)).toBe(2);
  });
});

describe("a message that the broker had kept", () => {
  it("is known but is no telegram and no reason to draw", () => {
    expect(intake.take(sensor("momentary_active_import", "1.000", 0, true))).toEqual({ complete: false });
    expect(history.latest.known.activePowerImportW).toMatchObject({ value: 1_000, retained: true });
    expect(history.telegramsSince(0)).toBe(0);
  });
});

describe("the reader's status", () => {
  it("is a reason to draw when it goes, not when it comes", () => {
    expect(intake.take(message("status", "online")).complete).toBe(false);
    expect(intake.take(message("status", "offline", 5)).complete).toBe(true);
    expect(history.latest.reader).toEqual({ online: false, at: later(5) });
  });
});

describe("garbage", () => {
  const GARBAGE: readonly (readonly [string, string | Uint8Array])[] = [
    ["nothing", ""],
    ["a mebibyte", new Uint8Array(1_048_576).fill(0x31)],
    ["NaN", "NaN"],
    ["1e309", "1e309"],
    ["minus infinity", "-inf"],
    ["binary", Uint8Array.from({ length: 256 }, (_, i) => i)],
    ["deep JSON", `${'{"obis":'.repeat(7_000)}1${"}".repeat(7_000)}`],
    ["a prototype", '{"__proto__":{"v":1},"v":1,"obis":{"__proto__":{"1-0:1.7.0":5}}}'],
    ["half a telegram", TELEGRAM.slice(0, 30)],
  ];
  const TOPICS = [
    "status",
    "debug",
    "telegram",
    "raw",
    "diagnostics",
    "sensor/momentary_active_import/state",
    "sensor/current_phase_1/state",
    "sensor/__proto__/state",
    "sensor/constructor/state",
    "",
    "/",
    "something/else",
  ];

  it.each(GARBAGE)("of %s on every topic throws nothing and leaves no value behind", (_name, payload) => {
    let taken = 0;
    for (const topic of TOPICS) {
      for (const retained of [false, true]) {
        intake.take(message(topic, payload, taken++, retained));
        intake.flush();
      }
    }
    expect(taken).toBe(24);
    const values = Object.values(history.latest.known).map(({ value }) => value);
    expect(values).toEqual([]);
    expect(({} as Record<string, unknown>)["v"]).toBeUndefined();
  });

  it("is logged by topic and kind of fault once a day, with what to do", () => {
    for (let i = 0; i < 5; i++) intake.take(sensor("current_phase_1", "abc", i));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({
      level: "warn",
      facts: {
        topic: "han/sensor/current_phase_1/state",
        code: "WIRE_NUMBER",
        hint: "Publish plain decimals such as 1.234, without unit or exponent.",
      },
    });
    expect(said[0]?.facts).not.toHaveProperty("stack");
    intake.take(sensor("current_phase_2", "abc", 6));
    intake.take(message("telegram", "{", 7));
    expect(said).toHaveLength(3);
    intake.take(sensor("current_phase_1", "abc", DAY_MS));
    expect(said[3]).toMatchObject({ facts: { topic: "han/sensor/current_phase_1/state", repeats: 4 } });
  });

  it("of a thousand kinds does not mute those that come later, and does not flood the log", () => {
    const mapping = Object.fromEntries(
      Array.from({ length: 1_001 }, (_, i) => [`t${i}`, { quantity: "currentL1A", unit: "A" } as const]),
    );
    intake = new Intake({ ...METER, wire: { mapping } }, history, log);
    for (let i = 0; i < 1_001; i++) intake.take(message(`t${i}`, "abc", i));
    expect(said.length).toBeGreaterThan(20);
    expect(said.length).toBeLessThan(50);
    intake.take(message("sensor/voltage_phase_1/state", "abc", 60_000));
    intake.take(message("telegram", "{", 60_000));
    const faults = said.filter(({ message: text }) => !text.startsWith("too many topics"));
    expect(faults.slice(-3)).toMatchObject([
      { facts: { kind: "WIRE_NUMBER", dropped: 971 } },
      { facts: { topic: "han/sensor/voltage_phase_1/state" } },
      { facts: { topic: "han/telegram" } },
    ]);
  });

  it("with a topic of 64 kB is logged with its beginning", () => {
    const mapping = { ["x".repeat(60_000)]: { quantity: "currentL1A", unit: "A" } as const };
    intake = new Intake({ ...METER, wire: { mapping } }, history, log);
    intake.take(message("x".repeat(60_000), "abc"));
    expect(said).toHaveLength(1);
    expect(JSON.stringify(said).length).toBeLessThan(2_000);
  });

  it("does not stop what comes after it", () => {
    intake.take(message("telegram", "{"));
    expect(intake.take(message("telegram", TELEGRAM, 1)).complete).toBe(true);
  });

  it("on a million topics is kept on a thousand, and said once", () => {
    for (let i = 0; i < 1_100; i++) intake.take(message(`other/${i}`, "x", i));
    expect(intake.topics.all()).toHaveLength(1_000);
    expect(said).toHaveLength(1);
  });
});

it("knows its own topics by their prefix and no others", () => {
  expect(intake.isMine("han/status")).toBe(true);
  expect(intake.isMine("hand/status")).toBe(false);
  expect(intake.isMine("ha")).toBe(false);
  expect(intake.isMine("han")).toBe(true);
});

describe("a message on the prefix itself", () => {
  const onPrefix = (payload: string, afterMs = 0): Message => ({ ...message("", payload, afterMs), topic: "han" });

  it("is kept like every other topic", () => {
    intake.take(onPrefix("hello"));
    expect(intake.topics.all()).toMatchObject([{ topic: "han", count: 1 }]);
    expect(said).toEqual([]);
  });

  it("is a value where the mapping says so", () => {
    const mapping = { "": { quantity: "activePowerImportW", unit: "kW" } as const };
    intake = new Intake({ ...METER, wire: { mapping } }, history, log);
    intake.take(onPrefix("1.234"));
    intake.flush();
    expect(history.latest.known.activePowerImportW?.value).toBe(1_234);
    intake.take(onPrefix("abc", 5));
    expect(said).toMatchObject([{ message: 'han: "abc" is not a decimal number', facts: { topic: "han" } }]);
  });
});

describe("a defect of the program", () => {
  /** A history that cannot take in what it is given. */
  class BrokenHistory extends History {
    override add(): void {
      throw new TypeError("ring is undefined");
    }

    override readerStatus(): void {
      throw new RangeError("no status");
    }
  }

  beforeEach(() => {
    intake = new Intake(METER, new BrokenHistory(), log);
  });

  it("is not blamed on the message that was on its way: it is logged as INTERNAL, with its stack", () => {
    expect(intake.take(message("telegram", TELEGRAM))).toEqual({ complete: false });
    expect(said).toEqual([
      {
        level: "error",
        message: "a message could not be processed",
        facts: {
          code: "INTERNAL",
          error: "ring is undefined",
          stack: expect.stringMatching(/^TypeError: ring is undefined\n +at .*intake/u) as string,
        },
      },
    ]);
    expect(intake.failures.all()).toEqual([]);
  });

  it("ends neither the burst's timer nor the messages after it, and is logged once", () => {
    for (const start of [0, 10_000]) {
      burst(start);
      expect(intake.onSilence(later(start + 400).monoMs)).toEqual({ complete: false });
    }
    intake.take(sensor("momentary_active_import", "1.000", 20_000));
    expect(intake.flush()).toBe(false);
    expect(intake.take(message("status", "offline", 30_000))).toEqual({ complete: false });
    expect(said.map(({ facts }) => facts)).toMatchObject([{ error: "ring is undefined" }, { error: "no status" }]);
  });

  it("while decoding is that too, with the identifiers of the message masked", () => {
    const id = "735999123456789012";
    const mapping = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new TypeError(`unexpected "${id}"`);
        },
      },
    );
    intake = new Intake({ ...METER, wire: { mapping } }, history, log);
    intake.take(message("meter", id));
    expect(said).toMatchObject([{ level: "error", facts: { code: "INTERNAL", topic: "han/meter" } }]);
    expect(said[0]?.facts).toHaveProperty("stack");
    expect(JSON.stringify(said)).not.toContain(id);
  });
});

describe("the first telegram", () => {
  const SAID = { facts: { format: "wattframe-reader", values: 2 }, message: "first telegram from house: 2 values" };

  it("is logged with its format and the number of its values, and only it", () => {
    intake.take(sensor("momentary_active_import", "1.000", 0, true));
    expect(informed).toEqual([]);
    for (const ms of [1, 10_000, 2 * DAY_MS]) intake.take(message("telegram", TELEGRAM, ms));
    expect(informed).toEqual([SAID]);
  });

  it("of single topics is logged when it is whole", () => {
    burst(0);
    expect(informed).toEqual([]);
    intake.flush();
    expect(informed).toEqual([
      { facts: { format: "esphome", values: 4 }, message: "first telegram from house: 4 values" },
    ]);
  });

  it("after a reconnection is logged once a day", () => {
    for (const ms of [0, 60_000, DAY_MS + 1]) {
      intake.connected(later(ms).monoMs);
      intake.take(message("telegram", TELEGRAM, ms));
    }
    expect(informed).toMatchObject([SAID, { message: SAID.message, facts: { repeats: 1 } }]);
  });
});

describe("a failure", () => {
  const ID = "735999123456789012";

  it("is kept by topic and code with its last bytes, and counted", () => {
    for (const payload of ["abc", "abd"]) intake.take(sensor("current_phase_1", payload));
    intake.take(message("telegram", "{", 5));
    expect(intake.failures.all()).toMatchObject([
      { topic: "han/telegram", code: "WIRE_JSON", count: 1, bytes: 1, at: later(5) },
      {
        topic: "han/sensor/current_phase_1/state",
        code: "WIRE_NUMBER",
        count: 2,
        payload: new TextEncoder().encode("abd"),
      },
    ]);
  });

  it.each([
    ["telegram", `{"meterId":"${ID}","obis":`],
    ["telegram", `{"meter_id":"${ID}`],
    ["sensor/current_phase_1/state", ID.replace("9", "x")],
    ["sensor/current_phase_1/state", `  ${ID} A `],
    ["status", `online ${ID}`],
  ])("on %s is masked in the log, the message and the bytes alike: %s", (topic, payload) => {
    intake.take(message(topic, payload));
    const [failure] = intake.failures.all();
    const shown = `${JSON.stringify(said)} ${failure?.message} ${Buffer.from(failure?.payload ?? []).toString("latin1")}`;
    expect(said).toHaveLength(1);
    expect(shown).not.toContain(ID.slice(4, 12));
    expect(shown).toContain("XXXXXXXX");
    expect(failure?.message).toMatch(/is not a decimal number|not JSON|is neither/);
    expect(failure?.message).not.toMatch(/XXX[^"]*$/);
  });

  it("leaves words alone", () => {
    intake.take(sensor("current_phase_1", "out of order"));
    expect(said[0]?.message).toBe('sensor/current_phase_1/state: "out of order" is not a decimal number');
  });

  it("of a telegram whose check is wrong is kept with its bytes, without the meter's number in them", () => {
    const telegram = `/ADN9 6534\r\n\r\n0-0:96.1.0(${ID})\r\n1-0:1.7.0(0001.000*kW)\r\n!0000\r\n`;
    intake.take(message("raw", telegram));
    const [failure] = intake.failures.all();
    expect(failure).toMatchObject({ topic: "han/raw", code: "CRC_MISMATCH" });
    expect(failure?.message).toContain("says checksum 0000");
    const text = Buffer.from(failure?.payload ?? []).toString("latin1");
    expect(text).toContain("1-0:1.7.0(0001.000*kW)");
    expect(text).not.toContain(ID.slice(4, 12));
  });

  it("of a message with thousands of telegrams is that most of them are passed over", () => {
    const text = "/ABC\r\n\r\n1-0:1.7.0(0001.5*kW)\r\n!";
    const telegram = `${text}${crc16Arc(Buffer.from(text)).toString(16).padStart(4, "0")}\r\n`;
    intake.take(message("raw", telegram.repeat(1_000)));
    expect(history.telegramsSince(0)).toBe(64);
    expect(history.latest.known.activePowerImportW).toMatchObject({ value: 1_500 });
    expect(said.map(({ message }) => message)).toContain("1000 telegrams in one message: the last 64 are taken");
  });

  it("of bytes without a telegram is logged and kept with what they may be, and makes the meter unreadable", () => {
    const mBus = Buffer.from("680f0f680801727856341200010203040506070809aa16", "hex");
    for (const afterMs of [0, 10_000]) intake.take(message("raw", mBus, afterMs));
    const [failure] = intake.failures.all();
    expect(failure).toMatchObject({ topic: "han/raw", code: "UNSUPPORTED", count: 2, bytes: mBus.length });
    expect(failure?.message).toMatch(/^no telegram among 23 bytes: they look like a telegram of wired M-Bus/);
    expect(failure?.hint).toContain("M-Bus");
    // Its identification, 12345678 in BCD, is masked.
    expect(said).toMatchObject([
      {
        facts: {
          topic: "han/raw",
          code: "UNSUPPORTED",
          first: "680f0f68080172585858580001020304",
          hint: failure?.hint,
        },
      },
    ]);
    expect(history.latest.unreadableAt).toEqual(later(10_000));
  });

  it("on any topic is logged under the whole topic, with what to do", () => {
    intake.take(message("telegram", "{"));
    intake.take(message("raw", "hello"));
    intake.take(sensor("current_phase_1", "abc"));
    expect(said.map(({ facts }) => (facts as { topic?: string }).topic)).toEqual([
      "han/telegram",
      "han/raw",
      "han/sensor/current_phase_1/state",
    ]);
    expect(said.map(({ facts }) => typeof (facts as { hint?: string }).hint)).toEqual(["string", "string", "string"]);
  });

  it("that looks like thousands is kept once, with their number", () => {
    intake.take(message("raw", "/ABC\n1-0:1.7.0(0001.000*kW)\n1-0:2.7\n".repeat(1_500)));
    expect(intake.failures.all()).toMatchObject([{ code: "TRUNCATED", count: 1_499 }]);
  });

  it("is pushed out by fifty others, the longest ago first, and no longer than two kilobytes", () => {
    const mapping = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`t${i}`, { quantity: "currentL1A", unit: "A" } as const]),
    );
    intake = new Intake({ prefix: "han", wire: { mapping }, mainFuseA: 25, phases: 3 }, history, SILENT);
    for (let i = 0; i < 60; i++) intake.take(message(`t${i}`, "x".repeat(5_000), i));
    const all = intake.failures.all();
    expect(all).toHaveLength(50);
    expect(all[0]).toMatchObject({ topic: "han/t59", bytes: 5_000 });
    expect(all.every(({ payload }) => payload.length === 2_048)).toBe(true);
  });
});

it("weighs a unit again that was found wrong, once the fuse is set right", () => {
  const power = (afterMs: number) => {
    intake.take(sensor("power_delivered", "30.125", afterMs));
    intake.flush();
    return history.latest.known.activePowerImportW?.value;
  };
  expect(power(0)).toBeUndefined();
  expect(power(10_000)).toBeUndefined();
  intake.change({ prefix: "han", wire: {}, mainFuseA: 63, phases: 3 }, SILENT);
  expect(power(20_000)).toBe(30_125);
});

describe("what need not be new", () => {
  const newIntake = () => {
    intake = new Intake(METER, history, log);
  };

  it("is the first telegram of all, which enters the hour once the meter goes on", () => {
    newIntake();
    burst(0);
    expect(intake.flush()).toBe(true);
    expect(history.latest.known.activePowerImportW).toMatchObject({ retained: true, republished: true });
    expect(history.telegramsSince(0)).toBe(0);
    burst(10_000);
    intake.flush();
    expect(history.telegramsSince(0)).toBe(2);
    expect(history.series.firstKnownMs("activePowerImportW")).toBe(later(3).wallMs);
    expect(history.latest.known.activePowerImportW).toMatchObject({ retained: false, intervalsMs: [10_000] });
  });

  it("is a telegram under way when the reader says that it is online", () => {
    burst(0);
    intake.take(message("status", "online", 10));
    intake.flush();
    expect(history.telegramsSince(0)).toBe(0);
    expect(history.latest.reader?.online).toBe(true);
  });

  it.each([
    ["Home Assistant", "homeassistant/status", "online"],
    ["Zigbee2MQTT", "zigbee2mqtt/bridge/state", '{"state":"online"}'],
  ])("is what equals the known just after %s was started", (_program, topic, payload) => {
    burst(0);
    intake.flush();
    const status = { topic, payload: Buffer.from(payload), qos: 0 as const };
    intake.take({ ...status, retained: true, at: later(8_000) });
    burst(9_000);
    intake.flush();
    expect(history.telegramsSince(0)).toBe(2);
    intake.take({ ...status, retained: false, at: later(60_000) });
    burst(61_000);
    intake.flush();
    expect(history.telegramsSince(0)).toBe(2);
  });

  it("is forgotten where it waits, once its unit is found to be another", () => {
    newIntake();
    intake.take(sensor("power_delivered", "20"));
    intake.flush();
    intake.take(sensor("power_delivered", "40", 10_000));
    intake.flush();
    expect(history.series.firstKnownMs("activePowerImportW")).toBeUndefined();
    expect(history.latest.known.activePowerImportW).toBeUndefined();
  });

  it("is our reader's telegram with a number that came before", () => {
    const numbered = (seq: number, watts: number) =>
      `{"v":1,"seq":${seq},"up":${seq * 10},"obis":{"1-0:1.7.0":${watts}}}`;
    for (const [i, text] of [numbered(811, 5), numbered(812, 6), numbered(811, 5), numbered(813, 6)].entries())
      intake.take(message("telegram", text, i * 10_000));
    expect(history.telegramsSince(0)).toBe(3);
    expect(history.latest.known.activePowerImportW).toMatchObject({ value: 6, at: later(30_000) });
  });
});

it.each([
  ["telegram", "No meter sends this much"],
  ["raw", "Publish one telegram"],
])("refuses a payload on %s that is longer than any meter's", (topic, hint) => {
  intake.take(message(topic, new Uint8Array(65_537).fill(0x20)));
  expect(intake.failures.all()).toMatchObject([
    { code: "WIRE_TOO_LARGE", topic: `han/${topic}`, hint: expect.stringContaining(hint) as string },
  ]);
});
