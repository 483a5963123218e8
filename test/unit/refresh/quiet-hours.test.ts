import { describe, expect, it } from "vitest";
import type { WattframeError } from "../../../src/errors.ts";
import { localParts } from "../../../src/meter/local-time.ts";
import { parseQuietHours, quietSpan } from "../../../src/refresh/quiet-hours.ts";

const spanOf = (span: string, now: string, zone = "UTC") =>
  quietSpan(parseQuietHours(span), Date.parse(now), (at) => {
    const { hour, minute } = localParts(at, zone);
    return hour * 60 + minute;
  });
const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
const until = (...span: Parameters<typeof spanOf>) => iso(spanOf(...span)?.untilMs);
const from = (...span: Parameters<typeof spanOf>) => iso(spanOf(...span)?.fromMs);

describe("quiet hours", () => {
  it("span midnight", () => {
    expect(until("23:00-06:00", "2026-01-15T23:00:00Z")).toBe("2026-01-16T06:00:00.000Z");
    expect(until("23:00-06:00", "2026-01-16T05:59:59.999Z")).toBe("2026-01-16T06:00:00.000Z");
    expect(until("23:00-06:00", "2026-01-16T06:00:00Z")).toBeUndefined();
    expect(until("23:00-06:00", "2026-01-15T22:59:59Z")).toBeUndefined();
  });

  it("begin at the evening before, whatever moment of them it is", () => {
    expect(from("23:00-06:00", "2026-01-15T23:00:00Z")).toBe("2026-01-15T23:00:00.000Z");
    expect(from("23:00-06:00", "2026-01-16T05:59:59.999Z")).toBe("2026-01-15T23:00:00.000Z");
    expect(from("23:00-06:00", "2026-03-29T02:30:00Z", "Europe/Helsinki")).toBe("2026-03-28T21:00:00.000Z");
    expect(from("23:00-06:00", "2026-10-25T03:30:00Z", "Europe/Helsinki")).toBe("2026-10-24T20:00:00.000Z");
  });

  it("may lie within a day", () => {
    expect(until("12:30-13:15", "2026-01-15T12:30:00Z")).toBe("2026-01-15T13:15:00.000Z");
    expect(until("12:30-13:15", "2026-01-15T13:15:00Z")).toBeUndefined();
  });

  it("follow the time zone, also where its clock changes on the way", () => {
    expect(until("23:00-06:00", "2026-01-15T21:30:00Z", "Europe/Helsinki")).toBe("2026-01-16T04:00:00.000Z");
    expect(until("23:00-06:00", "2026-03-28T21:30:00Z", "Europe/Helsinki")).toBe("2026-03-29T03:00:00.000Z");
    expect(until("23:00-06:00", "2026-10-24T20:30:00Z", "Europe/Helsinki")).toBe("2026-10-25T04:00:00.000Z");
  });

  it("end at the first instant after an hour that the clock skips", () => {
    expect(until("23:00-03:30", "2026-03-28T22:00:00Z", "Europe/Helsinki")).toBe("2026-03-29T01:00:00.000Z");
  });

  it.each(["", "23-06", "24:00-06:00", "23:60-06:00", "06:00-06:00", "23:00"])("refuse %j", (text) => {
    expect(() => parseQuietHours(text)).toThrowError(
      expect.objectContaining({ code: "USAGE" } satisfies Partial<WattframeError>),
    );
  });
});
