import { describe, expect, it } from "vitest";
import { createMetrics } from "../../../src/web/metrics.ts";
import { later } from "../../fixtures/readings.ts";
import { kioskDisplayOf, kioskMeterOf, kioskOf, tell } from "./kiosk-of.ts";

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (NaN|[+-]?(?:Inf|[\d.]+(?:e[+-]?\d+)?))$/u;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/uy;

/** The samples of a text in the exposition format; throws at the first line that is none. @source prometheus.io, exposition formats */
function parsed(text: string): Sample[] {
  expect(text.endsWith("\n")).toBe(true);
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const [, kind, name, rest] = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/u.exec(line) ?? [];
    if (kind === "TYPE") types.set(name!, rest!);
    if (kind !== undefined) continue;
    const [, metric, labels = "", value] = LINE.exec(line) ?? [];
    if (metric === undefined) throw new Error(`this is no sample: ${line}`);
    expect([metric, types.get(metric)]).toEqual([metric, expect.stringMatching(/^(gauge|counter)$/u)]);
    samples.push({ name: metric, labels: labelsOf(labels), value: Number(value) });
  }
  return samples;
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined) throw new Error(`these are no labels: ${text}`);
    labels[name] = value!.replaceAll(/\\(.)/gu, (_, letter: string) => (letter === "n" ? "\n" : letter));
  }
  return labels;
}

const read = async (metrics: ReturnType<typeof createMetrics>, name: string) =>
  parsed(await metrics.text()).filter((sample) => sample.name === name);

describe("metrics", () => {
  it("are text that Prometheus reads", async () => {
    const house = kioskMeterOf("house", "p1");
    tell(house, "momentary_active_import", "1.234", 0);
    const metrics = createMetrics(kioskOf([house], [kioskDisplayOf("hall")]));
    const names = new Set(parsed(await metrics.text()).map(({ name }) => name));
    expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/u);
    for (const name of [
      "broker_connected",
      "messages_total",
      "values_age_seconds",
      "value",
      "pictures_total",
      "display_fault",
    ])
      expect(names).toContain(`wattframe_${name}`);
    expect(names).toContain("process_resident_memory_bytes");
  });

  it("carry names with quotes, backslashes and line ends as they are", async () => {
    const strange = 'a "house"\\n of\nmine{x="1"} 5';
    const house = kioskMeterOf(strange, "p1");
    tell(house, "momentary_active_import", "1.234", 0);
    const metrics = createMetrics(kioskOf([house], [kioskDisplayOf(strange)]));
    expect((await read(metrics, "wattframe_value"))[0]).toEqual({
      name: "wattframe_value",
      labels: { meter: strange, quantity: "activePowerImportW" },
      value: 1_234,
    });
    expect((await read(metrics, "wattframe_display_fault"))[0]?.labels).toEqual({ display: strange });
  });

  it("carry what is fresh, and nothing in the place of what is stale", async () => {
    const house = kioskMeterOf("house", "p1");
    const kiosk = kioskOf([house]);
    const metrics = createMetrics(kiosk);
    expect(await read(metrics, "wattframe_values_age_seconds")).toEqual([]);
    tell(house, "momentary_active_import", "1.234", 0);
    tell(house, "cumulative_active_import", "100", 0);
    kiosk.at = later(10_000);
    const quantities = async () => (await read(metrics, "wattframe_value")).map(({ labels }) => labels["quantity"]);
    expect(await quantities()).toEqual(["activePowerImportW", "activeEnergyImportWh"]);
    expect((await read(metrics, "wattframe_values_age_seconds"))[0]?.value).toBe(10);
    kiosk.at = later(20 * 60_000);
    expect(await quantities()).toEqual(["activeEnergyImportWh"]);
    kiosk.at = later(3 * 3_600_000);
    expect(await quantities()).toEqual([]);
  });

  it("count messages, pictures and refreshes, and carry negative values", async () => {
    const house = kioskMeterOf("house", "p1");
    for (let i = 0; i < 3; i++) tell(house, "current_phase_1", "-4.5", i * 1_000);
    const counts = { offered: 7, shown: 3, full: 1, partial: 2 };
    const kiosk = kioskOf([house], [kioskDisplayOf("hall", {}, { entries: [], counts })]);
    kiosk.at = later(5_000);
    const metrics = createMetrics(kiosk);
    for (let round = 0; round < 2; round++) {
      expect((await read(metrics, "wattframe_messages_total"))[0]?.value).toBe(3);
      expect((await read(metrics, "wattframe_value"))[0]?.value).toBe(-4.5);
      const pictures = await read(metrics, "wattframe_pictures_total");
      expect(pictures.map(({ labels, value }) => [labels["what"], value])).toEqual([
        ["offered", 7],
        ["shown", 3],
      ]);
      const refreshes = await read(metrics, "wattframe_refreshes_total");
      expect(refreshes.map(({ labels, value }) => [labels["kind"], value])).toEqual([
        ["full", 1],
        ["partial", 2],
      ]);
    }
  });

  it("say whether the broker is there, and forget a meter that went", async () => {
    const kiosk = kioskOf([kioskMeterOf("house", "p1"), kioskMeterOf("barn", "p2")]);
    const metrics = createMetrics(kiosk);
    const meters = async () => (await read(metrics, "wattframe_messages_total")).map(({ labels }) => labels["meter"]);
    expect([(await read(metrics, "wattframe_broker_connected"))[0]?.value, await meters()]).toEqual([
      1,
      ["house", "barn"],
    ]);
    kiosk.state.broker = { kind: "lost", since: later(0) };
    kiosk.state.meters = kiosk.state.meters.slice(0, 1);
    expect([(await read(metrics, "wattframe_broker_connected"))[0]?.value, await meters()]).toEqual([0, ["house"]]);
  });
});
