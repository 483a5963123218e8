import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  NOTHING_PUBLISHED,
  type Novelty,
  noveltyOf,
  withConnection,
  withHeld,
  withoutHeld,
  withRepublisher,
  withStatus,
} from "../../../src/intake/novelty.ts";
import type { Values } from "../../../src/meter/quantity.ts";
import type { Reading } from "../../../src/meter/reading.ts";

const VALUES: Readonly<Record<string, Values>> = {
  A: { activePowerImportW: 500, activePowerExportW: 0 },
  B: { activePowerImportW: 510, activePowerExportW: 0 },
  C: { activePowerImportW: 520, activePowerExportW: 0 },
  a: { activePowerImportW: 500 },
  e: { activePowerExportW: 0 },
};

/** Something that happens: seconds, and what. */
type Event = readonly [s: number, what: string];

/**
 * `60 online, 60.1 A`: at these seconds the reader says that it is online, and values come that have a letter above.
 * `A!` is a whole telegram, `A#7/70` one with its number and the reader's uptime, `A@12:00` one with the meter's clock,
 * `A~12:00` a state with its sender's clock; `kept A` is what the broker had kept.
 */
function eventsOf(text: string): Event[] {
  return text.split(", ").map((event) => {
    const [seconds = "", ...what] = event.split(" ");
    return [Number(seconds), what.join(" ")];
  });
}

function readingOf(what: string, s: number): Reading {
  const [, kept, letter = "", mark, seq, upS, time] =
    /^(kept )?([A-Za-z])(!|#(\d+)(?:\/(\d+))?|[@~](.+))?$/.exec(what) ?? [];
  const at = { wallMs: s * 1_000, monoMs: s * 1_000, clockSet: true };
  return {
    values: VALUES[letter] ?? {},
    at,
    retained: kept !== undefined,
    ...(mark !== undefined && { isTelegram: true }),
    ...(mark?.startsWith("~") && { isState: true }),
    ...(seq !== undefined && { sequence: { seq: Number(seq), ...(upS !== undefined && { upS: Number(upS) }) } }),
    ...(time !== undefined && { meterClock: `2026-01-15T${time}` }),
  };
}

/** What becomes of the readings of a story: what each was taken for, and how many that waited counted in the end. */
function story(events: readonly Event[]): { readonly novelties: readonly Novelty[]; readonly released: number } {
  let state = NOTHING_PUBLISHED;
  const told = new Map<string, number>();
  let released = 0;
  const novelties: Novelty[] = [];
  for (const [s, what] of events) {
    const monoMs = s * 1_000;
    const known: Values = Object.fromEntries(told);
    const [isStatus, retained] = [/online|offline/.test(what), what.startsWith("kept")];
    if (what === "connected") state = withConnection(state, monoMs);
    else if (what === "HA") state = withRepublisher(state, monoMs, known);
    else if (isStatus) state = withStatus(state, { isOnline: what.endsWith("online"), monoMs, retained }, known);
    else {
      const reading = readingOf(what, s);
      const judged = noveltyOf(state, reading, monoMs);
      novelties.push(judged.novelty);
      for (const [quantity, value] of Object.entries(reading.values)) told.set(quantity, value);
      state = judged.novelty === "held" ? withHeld(judged.state, reading) : judged.state;
      if (judged.novelty !== "news") continue;
      released += state.held.length;
      state = withoutHeld(state);
    }
  }
  return { novelties, released };
}

const taken = (text: string) => story(eventsOf(text)).novelties.join(" ");

/** A reader that has been heard for long, as news. */
const STEADY = "-600 connected, -20 A, -10 A";

describe("what comes", () => {
  it.each([
    ["every ten seconds, the same", "0 A, 10 A", "news news"],
    ["after a long silence, the same", "3600 A", "news"],
    ["with a birth, the same", "0 offline, 60 online, 60.1 A", "again"],
    ["with a birth, something else", "0 offline, 60 online, 60.1 B", "again"],
    ["ten seconds after a birth", "0 offline, 60 online, 60.1 A, 70 A", "again news"],
    ["again within seconds of a birth", "0 offline, 60 online, 60.1 A, 62 A", "again again"],
    ["changed within seconds of a birth", "0 offline, 60 online, 60.1 A, 62 B", "again news"],
    ["after that, the same", "0 offline, 60 online, 60.1 A, 62 B, 63 B", "again news news"],
    ["piece by piece after a birth", "0 offline, 60 online, 60.1 a, 62 e", "again again"],
    ["just before five seconds after a birth", "0 offline, 60 online, 64.999 A", "again"],
    ["five seconds after a birth", "0 offline, 60 online, 65 A", "news"],
    ["with a status that was online before, the same", "0 online, 10 A, 20 online, 20.1 A", "news again"],
    ["with a status that was online before, something else", "0 online, 10 A, 20 online, 20.1 B", "news news"],
    ["when Home Assistant was started, the same", "0 HA, 1 A, 10 A", "again news"],
    ["when Home Assistant was started, something else", "0 HA, 1 B", "news"],
    ["when Home Assistant was started just after a birth", "0 offline, 1 online, 1.1 HA, 1.2 B", "again"],
    ["with our own connection, the same", "0 connected, 1 A, 11 A", "again news"],
    ["with our own connection, something else", "0 connected, 1 B, 11 B", "again news"],
    [
      "with our own connection and a birth that was the last word before it",
      "-5 online, 0 connected, 1 online, 1.1 B",
      "again",
    ],
    ["five seconds after our own connection", "0 connected, 5 A", "news"],
    ["one after the other for long after a birth", "0 offline, 60 online, 64 a, 65.9 e, 70 A", "again again news"],
    ["with a birth that the broker had kept before", "0 connected, 0.1 kept online, 20 online, 20.1 B", "again"],
    ["live after the broker had kept the same", "0 connected, 0.1 kept A, 1 A", "kept again"],
    ["live after the broker had kept something else", "0 connected, 0.1 kept A, 1 B", "kept news"],
    ["kept, and so just after a connection that was not reported", "0 kept A, 1 A, 11 A", "kept again news"],
    ["with a kept status, which is no birth", "0 kept online, 1 B, 6 B", "again news"],
  ])("%s", (_, events, expected) => {
    expect(taken(`${STEADY}, ${events}`)).toBe(`news news ${expected}`);
  });
});

describe("what comes first of all", () => {
  it.each([
    ["waits", "0 A", "held", 0],
    ["counts when the meter goes on", "0 A, 10 A", "held news", 1],
    ["counts when something changes", "0 A, 1 B", "held news", 1],
    ["counts once, however often it is repeated", "0 A, 1 A, 2 A, 3 A", "held again again news", 1],
    ["counts with all that waited", "0 a, 1 e, 10 A", "held held news", 2],
    ["never counts after a birth", "0 online, 0.1 A, 10 A", "again news", 0],
    ["never counts when a birth follows", "0 A, 0.1 online, 10 A", "held news", 0],
    ["never counts when the broker had kept the same", "0 kept A, 1 A, 10 A", "kept again news", 0],
    ["is news when the broker had kept something else", "0 kept A, 1 B", "kept news", 0],
    ["is news three seconds after the connection", "0 connected, 3 A", "news", 0],
  ])("%s", (_, events, expected, released) => {
    expect(taken(events)).toBe(expected);
    expect(story(eventsOf(events)).released).toBe(released);
  });

  it("waits up to a bound", () => {
    const readings = Array.from({ length: 100 }, (_, i) => readingOf("A", i));
    expect(readings.reduce(withHeld, NOTHING_PUBLISHED).held).toEqual(readings.slice(36));
  });
});

describe("a whole telegram", () => {
  it.each([
    ["with the next number is news, also after a birth", "0 A#7/70, 5 online, 5.1 A#8/80", "news news"],
    ["with its number again is none", "0 A#7/70, 10 A#7/70", "news kept"],
    ["with an older number is none", "0 A#812/8120, 10 B#811/8110", "news kept"],
    ["with an older number after a birth is none", "0 A#812/8120, 5 offline, 9 online, 10 B#800/8000", "news kept"],
    ["of a reader that was started since is news", "0 A#812/8120, 60 A#1/12", "news news"],
    ["of a reader that was started since, with the same number", "0 A#1/10, 60 A#1/12", "news news"],
    ["with an older number and no uptime is none", "0 A#7, 10 A#6", "news kept"],
    ["with a later clock is news, also after a birth", "0 A@12:00:00, 5 online, 5.1 A@12:00:10", "news news"],
    ["with its clock and its values again is none", "0 A@12:00:00, 600 A@12:00:00", "news kept"],
    ["with its clock and other values is news", "0 A@12:00:00, 10 B@12:00:00", "news news"],
    ["with an earlier clock is news: clocks are set back", "0 A@03:59:50, 10 A@03:00:00", "news news"],
    ["with an earlier clock after a birth is none", "0 A@12:00:10, 5 online, 6 B@12:00:00", "news kept"],
    ["without number and clock is news by its values, also after a birth", "0 A!, 5 online, 6 B!", "news news"],
    ["without number and clock, the same, is news as it goes on", "0 A!, 10 A!", "news news"],
    ["without number and clock, the same, is none after a birth", "0 A!, 5 online, 6 A!", "news again"],
    ["that the broker had kept is none when it comes live", "0 kept A#7/70, 1 A#7/70, 2 A#8/71", "kept kept news"],
    ["is news as the first that ever came", "0 A!", "news"],
  ])("%s", (_, events, expected) => expect(taken(`-600 connected, ${events}`)).toBe(expected));
});

describe("a sender's state with a later time of its own", () => {
  it.each([
    ["is news as it goes on", "0 A~12:00:00, 10 A~12:00:10", "news news"],
    ["is none after a birth", "0 A~12:00:00, 5 offline, 60 online, 60.1 A~12:01:00", "news again"],
    ["is none after a birth, whatever its values", "0 A~12:00:00, 5 offline, 60 online, 60.1 B~12:01:00", "news again"],
    ["is none after our own connection", "0 A~12:00:00, 60 connected, 60.1 A~12:01:00", "news again"],
    ["is none when another program republishes it", "0 A~12:00:00, 60 HA, 60.1 A~12:01:00", "news again"],
    [
      "is none though it takes turns with another",
      "0 a~12:00:00, 1 e~12:00:01, 60 HA, 60.1 a~12:01:00",
      "news news again",
    ],
    [
      "is news once it changes after a birth",
      "0 A~12:00, 5 offline, 60 online, 60.1 A~12:01, 62 B~12:02",
      "news again news",
    ],
    ["is none as the first of all after a birth", "0 online, 0.1 A~12:00:00, 10 A~12:00:10", "again news"],
  ])("%s", (_, events, expected) => expect(taken(`-600 connected, ${events}`)).toBe(expected));
});

describe("whatever the reader does", () => {
  const letter = fc.constantFrom("A", "B", "C");
  const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true });

  it("a dead meter's last states are never news, however often a reader comes back with them", () => {
    const comings = fc.array(fc.tuple(seconds(2, 900), seconds(0, 2)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(letter, comings, (last, times) => {
        let s = 0;
        const events = times.flatMap(([pauseS, delayS]): Event[] => {
          const [goneS, bornS] = [s + pauseS, s + pauseS + 1];
          s = bornS + delayS + 0.4;
          return [
            [goneS, "offline"],
            [bornS, "online"],
            [bornS + delayS, last],
            [s, last],
          ];
        });
        expect(story([...eventsOf(STEADY), ...events]).novelties.slice(2)).not.toContain("news");
      }),
    );
  });

  it("two ordinary telegrams after anything are news, the second at the latest", () => {
    const what = fc.oneof(
      letter,
      fc.constantFrom("connected", "online", "offline", "kept online", "HA", "kept A", "A!"),
    );
    const event = fc.tuple(seconds(0, 20), what);
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), letter, (given, last) => {
        let s = 0;
        const events = given.map(([pauseS, happens]): Event => {
          s += pauseS;
          return [s, happens];
        });
        const ordinary: Event[] = [
          [s + 10, last],
          [s + 20, last],
        ];
        expect(story([...events, ...ordinary]).novelties.at(-1)).toBe("news");
      }),
    );
  });
});
