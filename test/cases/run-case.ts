import { knownFromMessages } from "../../src/command/known-from-messages.ts";
import { valueLines } from "../../src/command/values.ts";
import type { MeterConfig } from "../../src/config/config.ts";
import { CONFIG_CONTEXT } from "../../src/config/config-context.ts";
import { LayoutFolder } from "../../src/config/layout-file.ts";
import { checkConfigText } from "../../src/config/load.ts";
import { SILENT } from "../../src/log.ts";
import { epochOfLocal } from "../../src/meter/local-time.ts";
import type { RecordedMessage } from "../../src/meter/recording.ts";
import { decodeFile } from "../../src/meter/wire/decode-file.ts";
import { LAYOUTS_FOLDER } from "../../src/package-folder.ts";
import { BLACK_WHITE } from "../../src/raster/palette.ts";
import { rendererFor } from "../../src/render/compose.ts";
import { buildWholeView } from "../../src/view/build-view.ts";
import type { Case, CaseMessage } from "./case-file.ts";
import { telegramBytes } from "./telegram-block.ts";

/** Everything that the program said about the messages of one case. */
export interface Outcome {
  readonly view: unknown;
  readonly values: Readonly<Record<string, unknown>>;
  readonly texts: readonly string[];
  readonly log: readonly object[];
  readonly decode: readonly object[];
}

const UNIT_MS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
const SURFACE = { width: 800, height: 480, palette: BLACK_WHITE };
const renderer = await rendererFor(new LayoutFolder([LAYOUTS_FOLDER]), "balance", "light", SURFACE);

/** Feeds a case's messages to the program, as `render --replay` does, and collects what it says. */
export async function outcomeOf(given: Case): Promise<Outcome> {
  const meter = await meterOf(given);
  const instantMs = (text: string) =>
    epochOfLocalMs(text.includes("T") ? text : `${given.day}T${text}`, meter.timeZone);
  const messages = given.messages
    .flatMap((message) => [...recorded(message, instantMs)])
    .sort((one, other) => one.atMs - other.atMs);
  const log: object[] = [];
  const note = (facts: object, message: string) => void log.push({ ...facts, message });
  const listener = { ...SILENT, info: note, warn: note, error: note };
  const at = given.at === undefined ? undefined : instantMs(given.at);
  const known = knownFromMessages(messages, meter, listener, at);
  if (!known) throw new Error(`no message is under ${meter.prefix}`);
  const view = buildWholeView({
    history: known.history,
    link: known.link,
    now: known.now,
    meter,
    locale: "en-GB",
  });
  const [first] = messages;
  return {
    view: JSON.parse(JSON.stringify(view)),
    values: Object.fromEntries(valueLines(known).map((line) => [line.quantity, line])),
    texts: renderer.draw(view).boxes.flatMap(({ texts }) => texts.map(({ text }) => text)),
    log,
    decode: decodeFile(first?.payload ?? new Uint8Array(), {
      format: "auto",
      allowNoCrc: meter.wire.allowNoCrc ?? false,
    }),
  };
}

/** The meter as a configuration gives it, so that `mapping` and defaults mean what they mean to a user. */
async function meterOf({ meter }: Case): Promise<MeterConfig> {
  const written = {
    broker: { url: "mqtt://127.0.0.1" },
    meters: [{ name: "house", prefix: "han", mainFuseA: 25, timeZone: "Europe/Helsinki", ...meter }],
    displays: [{ name: "file", kind: "png-file", path: "out.png" }],
  };
  const checked = await checkConfigText(JSON.stringify(written), "case.yaml", {}, CONFIG_CONTEXT);
  if ("faults" in checked) throw new Error(checked.faults.map(({ path, message }) => `${path}: ${message}`).join("; "));
  const [first] = checked.config.meters;
  if (!first) throw new Error("the configuration has no meter");
  return first;
}

function epochOfLocalMs(text: string, timeZone: string): number {
  const [seconds = "", fraction = "0"] = text.split(".");
  return epochOfLocal(seconds, timeZone) + Number(fraction.padEnd(3, "0"));
}

function* recorded(message: CaseMessage, instantMs: (text: string) => number): Generator<RecordedMessage> {
  const { at, topic, kept, every, until } = message;
  const fromMs = instantMs(at);
  const toMs = until === undefined ? fromMs : instantMs(until);
  const stepMs = every === undefined ? 1 : durationMs(every);
  for (let atMs = fromMs, i = 0; atMs <= toMs; atMs += stepMs, i++) {
    yield { atMs, topic, payload: payloadOf(message, i), retain: kept, qos: 0, ...(kept && { kept: true }) };
  }
}

function durationMs(text: string): number {
  const [, amount = "", unit = "s"] = /^([\d.]+)(s|min|h)$/u.exec(text) ?? [];
  return Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
}

function payloadOf({ text, hex, json, telegram, as, step = 0 }: CaseMessage, repetition: number): Uint8Array {
  if (hex !== undefined) return Buffer.from(hex.replaceAll(/\s/gu, ""), "hex");
  if (json !== undefined) return Buffer.from(JSON.stringify(json));
  if (telegram !== undefined) return telegramBytes(telegram, as);
  if (step === 0) return Buffer.from(String(text));
  const decimals = String(text).split(".")[1]?.length ?? 0;
  return Buffer.from((Number(text) + step * repetition).toFixed(decimals));
}
