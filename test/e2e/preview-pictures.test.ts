import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryDisplay } from "../../src/display/memory.ts";
import { WattframeError } from "../../src/errors.ts";
import { configuredDisplay } from "../../src/kiosk/kiosk-display.ts";
import type { Now } from "../../src/meter/now.ts";
import type { LiveState } from "../../src/web/protocol.ts";
import { ask, type House, listenTo, pngDisplay, startHouse, until } from "./preview-house.ts";

const NAMES = ["hall", "living room", "50% off", "küche", "%41", "a;b?c#d"];

let house: House;
const get = (path: string, headers: Record<string, string> = {}) => ask(house.port, path, { headers });
const pathOf = (name: string) => `/displays/${encodeURIComponent(name)}.png`;

describe("the picture of a display", () => {
  beforeAll(async () => {
    house = await startHouse({ config: (folder) => ({ displays: NAMES.map((name) => pngDisplay(folder, name)) }) });
    await until("every picture", () => house.kiosk.state.displays.every(({ painter }) => painter.shows.glass));
  });
  afterAll(() => house.stop());

  it.each(NAMES)("of %j is byte for byte its PNG file", async (name) => {
    const line = house.config.displays.find((display) => display.name === name);
    const { status, bytes, headers } = await get(pathOf(name));
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("image/png");
    expect(bytes.equals(await readFile(String(line?.options["path"])))).toBe(true);
  });

  it("carries a strong tag, its time and the wish to be asked again", async () => {
    const { headers, bytes } = await get("/displays/hall.png");
    expect(headers["etag"]).toMatch(/^"[\da-f]{24}"$/u);
    expect(headers["cache-control"]).toBe("private, no-cache");
    expect(headers["content-length"]).toBe(String(bytes.length));
    const modified = headers["last-modified"] ?? "";
    expect(new Date(modified).toUTCString()).toBe(modified);
    expect(Math.abs(Date.now() - Date.parse(modified))).toBeLessThan(60_000);
  });

  it("is not sent again to who has it", async () => {
    const { headers } = await get("/displays/hall.png");
    const tag = headers["etag"] ?? "";
    for (const known of [tag, `"other", ${tag}`, `W/${tag}`, `"a" , W/"b",${tag}`, "*"]) {
      const again = await get("/displays/hall.png", { "if-none-match": known });
      expect([known, again.status, again.bytes.length, again.headers["etag"]]).toEqual([known, 304, 0, tag]);
    }
    const modified = headers["last-modified"] ?? "";
    expect((await get("/displays/hall.png", { "if-modified-since": modified })).status).toBe(304);
    expect((await get("/displays/hall.png", { "if-modified-since": new Date(0).toUTCString() })).status).toBe(200);
    expect((await get("/displays/hall.png", { "if-modified-since": "yesterday" })).status).toBe(200);
    expect(
      (await get("/displays/hall.png", { "if-none-match": '"other"', "if-modified-since": modified })).status,
    ).toBe(200);
    expect((await get("/displays/hall.png", { "if-none-match": tag.slice(1, -1) })).status).toBe(200);
  });

  it("is told of without its bytes by HEAD", async () => {
    const whole = await get("/displays/hall.png");
    const head = await ask(house.port, "/displays/hall.png", { method: "HEAD" });
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    expect(head.headers["etag"]).toBe(whole.headers["etag"]);
    expect(head.headers["content-length"]).toBe(whole.headers["content-length"]);
  });

  it("changes its tag with its bytes", async () => {
    const before = await get("/displays/hall.png");
    await house.power(6.789);
    const after = await get("/displays/hall.png", { "if-none-match": before.headers["etag"] ?? "" });
    expect(after.status).toBe(200);
    expect(after.headers["etag"]).not.toBe(before.headers["etag"]);
    expect(after.bytes.equals(before.bytes)).toBe(false);
    expect(after.bytes.equals(await readFile(house.picture))).toBe(true);
  });

  it("that is not there is answered with those that are", async () => {
    for (const path of ["/displays/attic.png", "/displays/hall", "/displays/%ff.png", "/displays/__proto__.png"]) {
      const { status, text } = await get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).toContain("hall.png, living room.png");
    }
  });
});

describe("a display that holds pictures back", () => {
  it("is shown as its glass is, and not as what waits", async () => {
    let isSoon = false;
    const held = await startHouse({
      displayFactory: (display) => {
        const inner = memoryDisplay();
        const show: typeof inner.show = (raster, now) =>
          isSoon
            ? Promise.resolve({ changed: false, reason: "too-soon", notBeforeMonoMs: now.monoMs + 60_000 })
            : inner.show(raster, now);
        return { ...configuredDisplay(display), create: () => ({ show, close: () => inner.close() }) };
      },
    });
    try {
      await held.power(1.234);
      const before = await ask(held.port, "/displays/hall.png");
      isSoon = true;
      const painter = held.kiosk.state.displays[0]!.painter;
      held.tell("sensor/momentary_active_import/state", "9.876");
      await until("the picture that waits", () => painter.state.result?.reason === "too-soon");
      expect(painter.state.raster).not.toBe(painter.shows.glass?.raster);
      const after = await ask(held.port, "/displays/hall.png");
      expect(after.headers["etag"]).toBe(before.headers["etag"]);
      expect(after.bytes.equals(before.bytes)).toBe(true);
    } finally {
      await held.stop();
    }
  });

  it("says until when it shows no picture, where none is drawn", async () => {
    let isSoon = false;
    const held = await startHouse({
      displayFactory: (display) => {
        const inner = memoryDisplay();
        const soon = (now: Now) => ({ changed: false, reason: "too-soon", notBeforeMonoMs: now.monoMs + 60_000 });
        const refusal = (now: Now) => Promise.resolve(isSoon ? soon(now) : undefined);
        return { ...configuredDisplay(display), create: () => ({ ...inner, refusal }) };
      },
    });
    try {
      await held.power(1.234);
      const before = await ask(held.port, "/displays/hall.png");
      isSoon = true;
      held.tell("sensor/momentary_active_import/state", "9.876");
      const { painter } = held.kiosk.state.displays[0]!;
      await until("the refusal", () => painter.state.isUndrawn);
      const page = await listenTo(held.port, "/events/live");
      const { displays } = JSON.parse((await page.next()).data) as LiveState;
      page.close();
      expect(displays[0]?.waiting).toEqual({ reason: "too-soon", hasNewer: false, untilMonoMs: expect.any(Number) });
      expect(displays[0]?.decisions[0]).toMatchObject({ changed: false, reason: "too-soon" });
      expect((await ask(held.port, "/displays/hall.png")).bytes.equals(before.bytes)).toBe(true);
    } finally {
      await held.stop();
    }
  });

  it("has no picture before its first, and the kiosk is unwell while it fails", async () => {
    const isBroken = { now: true };
    const broken = await startHouse({
      displayFactory: (display) => {
        const inner = memoryDisplay();
        const fail = () =>
          Promise.reject(new WattframeError("BUS_IO", 'the panel says "no"', { hint: "Look at the wires." }));
        const show: typeof inner.show = (raster, now) => (isBroken.now ? fail() : inner.show(raster, now));
        return { ...configuredDisplay(display), create: () => ({ show, close: () => inner.close() }) };
      },
    });
    try {
      const none = await ask(broken.port, "/displays/hall.png");
      expect([none.status, none.headers["retry-after"]]).toEqual([503, "5"]);
      const unwell = await ask(broken.port, "/healthz");
      expect([unwell.status, unwell.text]).toEqual([503, 'display hall: BUS_IO: the panel says "no"\n']);
      expect((await ask(broken.port, "/metrics")).text).toContain('wattframe_display_fault{display="hall"} 1');
      const page = await listenTo(broken.port, "/events/live");
      const { displays, clock } = JSON.parse((await page.next()).data) as LiveState;
      page.close();
      expect(displays[0]?.fault).toMatchObject({
        code: "BUS_IO",
        message: 'the panel says "no"',
        hint: "Look at the wires.",
      });
      expect(displays[0]?.fault?.retryAtMonoMs).toBeGreaterThan(clock.monoMs - 5_000);
      isBroken.now = false;
      await broken.power(2.5);
      const well = await ask(broken.port, "/healthz");
      expect([well.status, well.text]).toEqual([200, "ok\n"]);
      expect((await ask(broken.port, "/displays/hall.png")).status).toBe(200);
    } finally {
      await broken.stop();
    }
  });
});
