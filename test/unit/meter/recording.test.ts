import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WattframeError } from "../../../src/errors.ts";
import { recordedMessage, recordedMessages, recordingLine } from "../../../src/meter/recording.ts";

const TEXT = new TextEncoder();
const AT_MS = Date.parse("2026-01-15T18:00:00.000Z");

/** A line with these fields over a good one; an undefined field is left out. */
function line(fields: object): string {
  return JSON.stringify({ t: "2026-01-15T18:00:00.000Z", topic: "han/telegram", payload: "1", ...fields });
}

/** What becomes of a line: a message, or the code of its error. */
function outcome(text: string): unknown {
  try {
    return recordedMessage(text, 1).topic === "" ? "empty topic" : "message";
  } catch (thrown) {
    return thrown instanceof WattframeError ? thrown.code : thrown;
  }
}

describe("a recorded message", () => {
  it("is one line of JSON with its keys in order", () => {
    const payload = TEXT.encode('{"v":1}');
    expect(recordingLine({ atMs: AT_MS, topic: "han/telegram", payload, retain: false, qos: 0 })).toBe(
      '{"t":"2026-01-15T18:00:00.000Z","topic":"han/telegram","payload":"{\\"v\\":1}","retain":false,"qos":0}',
    );
  });

  it("carries bytes that are not UTF-8 as base64", () => {
    const payload = Uint8Array.of(0x7e, 0xa2, 0x43);
    expect(recordingLine({ atMs: AT_MS, topic: "han/raw", payload, retain: true, qos: 1 })).toBe(
      '{"t":"2026-01-15T18:00:00.000Z","topic":"han/raw","payloadBase64":"fqJD","retain":true,"qos":1}',
    );
  });

  it("says when the broker had kept it from before the recording", () => {
    const message = {
      atMs: AT_MS,
      topic: "han/x",
      payload: TEXT.encode("1"),
      retain: true,
      qos: 0,
      kept: true,
    } as const;
    const text = recordingLine(message);
    expect(text.endsWith('"retain":true,"qos":0,"kept":true}')).toBe(true);
    expect(recordedMessage(text, 1)).toEqual(message);
    expect(outcome(line({ kept: "yes" }))).toBe("RECORDING_INVALID");
  });

  it("comes back as it was, whatever its bytes and its topic", () => {
    const message = fc.record({
      atMs: fc.integer({ min: 0, max: 4e12 }),
      topic: fc.string({ minLength: 1, unit: "binary" }).filter((topic) => !/[+#\0\p{Surrogate}]/u.test(topic)),
      payload: fc.oneof(
        fc.uint8Array(),
        fc.string({ unit: "grapheme" }).map((text) => new Uint8Array(TEXT.encode(text))),
      ),
      retain: fc.boolean(),
      qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
    });
    fc.assert(
      fc.property(message, (recorded) => {
        const text = recordingLine(recorded);
        expect(text).not.toContain("\n");
        const back = recordedMessage(text, 1);
        expect({ ...back, payload: [...back.payload] }).toEqual({ ...recorded, payload: [...recorded.payload] });
      }),
    );
  });

  it("carries the instant at which the connection before it was made again", () => {
    const message = {
      atMs: AT_MS,
      topic: "t",
      payload: TEXT.encode("1"),
      retain: false,
      qos: 0,
      reconnectedMs: AT_MS - 5,
    } as const;
    const text = recordingLine(message);
    expect(text).toContain('"reconnected":"2026-01-15T17:59:59.995Z"');
    expect(recordedMessage(text, 1)).toEqual(message);
  });

  it("keeps a byte order mark and an empty payload", () => {
    for (const payload of [Uint8Array.of(0xef, 0xbb, 0xbf, 0x31), new Uint8Array()]) {
      const text = recordingLine({ atMs: AT_MS, topic: "t", payload, retain: false, qos: 0 });
      expect([...recordedMessage(text, 1).payload]).toEqual([...payload]);
    }
  });

  it("may leave out retain and qos, and tell its time in another zone", () => {
    expect(recordedMessage(line({ t: "2026-01-15T20:00:00+02:00", note: "kitchen" }), 1)).toEqual({
      atMs: AT_MS,
      topic: "han/telegram",
      payload: TEXT.encode("1"),
      retain: false,
      qos: 0,
    });
  });
});

describe("a malformed line", () => {
  it.each([
    ["not JSON", "{", "not JSON"],
    ["an array", "[]", "not a JSON object"],
    ["null", "null", "not a JSON object"],
    ["no time", line({ t: undefined }), '"t"'],
    ["a time without zone", line({ t: "2026-01-15T18:00:00" }), '"t"'],
    ["a time that is no date", line({ t: "2026-13-45T18:00:00Z" }), '"t"'],
    ["a number for a time", line({ t: 1 }), '"t"'],
    ["no topic", line({ topic: "" }), '"topic"'],
    ["a wildcard", line({ topic: "han/#" }), '"topic"'],
    ["no payload", line({ payload: undefined }), '"payload" and "payloadBase64"'],
    ["two payloads", line({ payloadBase64: "AA==" }), '"payload" and "payloadBase64"'],
    ["a number for a payload", line({ payload: 5 }), '"payload"'],
    ["half a character", line({ payload: "\ud800" }), '"payload"'],
    ["bad base64", line({ payload: undefined, payloadBase64: "A" }), '"payloadBase64"'],
    ["a retain that is no boolean", line({ retain: 1 }), '"retain"'],
    ["a reconnection without zone", line({ reconnected: "2026-01-15T18:00:00" }), '"reconnected"'],
    ["a qos that MQTT does not have", line({ qos: 3 }), '"qos"'],
  ])("with %s is refused by its number", (_, text, what) => {
    expect(() => recordedMessage(text, 12)).toThrow(
      expect.objectContaining({ code: "RECORDING_INVALID", message: expect.stringMatching(/^line 12 /) }),
    );
    expect(() => recordedMessage(text, 12)).toThrow(what);
  });

  it("of any text gives a message or a refusal, nothing else", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(outcome(text)).toMatch(/^(?:message|RECORDING_INVALID)$/);
      }),
    );
  });
});

describe("a recording", () => {
  it("is read line by line, empty lines passed over but counted", () => {
    const messages = recordedMessages([line({}), "", "  ", line({ topic: "other" }), "oops"]);
    expect(messages.next().value).toMatchObject({ topic: "han/telegram" });
    expect(messages.next().value).toMatchObject({ topic: "other" });
    expect(() => messages.next()).toThrow(expect.objectContaining({ message: expect.stringMatching(/^line 5 /) }));
  });
});
