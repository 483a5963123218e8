import { WattframeError } from "../errors.ts";
import type { BusyStep, CommandStep, I80Step, Step, Steps } from "../panel/step.ts";
import { writesOf } from "./open-bus.ts";
import { type Level, type SpiBus, WRITE_BYTES } from "./spi-bus.ts";
import { REAL_TIMING, type Timing } from "./timing.ts";

/** Clock and log of a run of steps. */
export interface RunOptions {
  readonly timing?: Timing;
  /** Receives warnings, each a sentence with its facts. */
  readonly warn?: (facts: object, message: string) => void;
  /** Go on past a BUSY wait that ran out: for putting a controller to sleep that no longer answers. */
  readonly ignoreBusy?: boolean;
}

/** Time between two looks at the BUSY line: short beside a refresh, and a thousandth of the processor. */
const POLL_MS = 10;

/** First word of each transfer. */
const PREAMBLE = { cmd: 0x6000, write: 0x0000, read: 0x1000 } as const; // IT8951 programming guide, host interface over SPI

/**
 * Runs steps in order until they end. The event loop stays free: writes happen beside it and waits are timers.
 * A failure ends the steps, so that nothing is sent after it.
 * @throws WattframeError `BUSY_TIMEOUT` when the panel is not ready within the deadline of a wait; `BUS_IO` when a wire fails
 */
export async function run(bus: SpiBus, steps: Steps, options: RunOptions = {}): Promise<void> {
  let answer: Uint8Array | undefined;
  try {
    for (let next = steps.next(); next.done !== true; next = steps.next(answer)) {
      answer = await perform(bus, next.value, options);
    }
  } catch (failure) {
    steps.return();
    throw failure;
  }
}

async function perform(bus: SpiBus, step: Step, options: RunOptions): Promise<Uint8Array | undefined> {
  switch (step.k) {
    case "rst":
    case "pwr":
      bus.set(step.k, step.v);
      return undefined;
    case "delay":
      await (options.timing ?? REAL_TIMING).sleep(step.ms);
      return undefined;
    case "cmd":
      await sendCommand(bus, step);
      return undefined;
    case "busy":
      await waitForBusy(bus, step, options);
      return undefined;
    case "i80":
      return await transferI80(bus, step, options);
  }
}

async function sendCommand(bus: SpiBus, { cmd, data }: CommandStep): Promise<void> {
  await selected(bus, async () => {
    bus.set("dc", 0);
    await bus.write(Uint8Array.of(cmd));
    if (data.length === 0) return;
    bus.set("dc", 1);
    for (const bytes of writesOf(data)) {
      await bus.write(bytes);
    }
  });
}

async function waitForBusy(bus: SpiBus, step: BusyStep, options: RunOptions): Promise<void> {
  const waitedMs = await waitForLevel(bus, step.idle, step.timeoutMs, options);
  if (step.usualMs !== undefined && waitedMs < step.usualMs) {
    options.warn?.(
      { waitedMs: Math.round(waitedMs), usualMs: step.usualMs },
      "the panel was ready sooner than it can be: perhaps it is not connected",
    );
  }
}

/** Waits until BUSY has a level and gives how long that took, milliseconds. */
async function waitForLevel(bus: SpiBus, level: Level, timeoutMs: number, options: RunOptions): Promise<number> {
  const timing = options.timing ?? REAL_TIMING;
  const beganMs = timing.nowMs();
  while (bus.busy() !== level) {
    const leftMs = beganMs + timeoutMs - timing.nowMs();
    if (leftMs <= 0) {
      if (options.ignoreBusy === true) break;
      throw stuck(level, timeoutMs);
    }
    await timing.sleep(Math.min(POLL_MS, leftMs));
  }
  return timing.nowMs() - beganMs;
}

async function transferI80(bus: SpiBus, step: I80Step, options: RunOptions): Promise<Uint8Array | undefined> {
  const ready = () => waitForLevel(bus, 1, step.timeoutMs, options);
  const preamble = word(PREAMBLE[step.t]);
  if (step.t === "read") {
    await ready();
    return await selected(bus, () => readWords(bus, preamble, step.words, ready));
  }
  for (const data of step.t === "cmd" ? [word(step.cmd)] : wholeWords(step.data)) {
    await ready();
    await selected(bus, () => writeWords(bus, preamble, data, ready));
  }
  return undefined;
}

/** The kernel would deselect the panel between two writes, so only a chip select driven by hand leaves time to look in between. */
async function writeWords(
  bus: SpiBus,
  preamble: Buffer,
  data: Uint8Array,
  ready: () => Promise<number>,
): Promise<void> {
  if (bus.csByHand !== true) return await bus.write(Buffer.concat([preamble, data]));
  await bus.write(preamble);
  await ready();
  await bus.write(data);
}

/** The words that count, without the dummy word before them. */
async function readWords(
  bus: SpiBus,
  preamble: Buffer,
  words: number,
  ready: () => Promise<number>,
): Promise<Uint8Array> {
  const empty = Buffer.alloc(2 + 2 * words);
  if (bus.csByHand !== true) return (await bus.transfer(Buffer.concat([preamble, empty]))).subarray(4);
  await bus.write(preamble);
  await ready();
  return (await bus.transfer(empty)).subarray(2);
}

/** Pieces of whole words that leave room for the preamble in one write. */
function* wholeWords(data: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < data.length; at += WRITE_BYTES - 2) {
    yield data.subarray(at, at + WRITE_BYTES - 2);
  }
}

function word(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** Runs `work` with the panel selected, and no other panel on the same wires. */
async function selected<T>(bus: SpiBus, work: () => Promise<T>): Promise<T> {
  return await bus.exclusively(async () => {
    if (bus.csByHand !== true) return await work();
    bus.set("cs", 0);
    try {
      return await work();
    } finally {
      bus.set("cs", 1);
    }
  });
}

function stuck(idle: Level, timeoutMs: number): WattframeError {
  return new WattframeError(
    "BUSY_TIMEOUT",
    `The panel's BUSY line stayed ${idle === 1 ? "low" : "high"} for ${timeoutMs} ms: the panel does not get ready.`,
    { hint: "Check the panel's cable, its supply, and that the panel in the configuration is the one on the wall." },
  );
}
