import { existsSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import type { Step, Steps } from "../src/panel/step.ts";

/** Where recordings of the makers' drivers lie when somebody has them beside the checkout; they are no part of the project. */
const FOLDER = new URL("../../shared/epd/transcripts/", import.meta.url);

/** Whether the recordings are there. */
export const HAS_TRANSCRIPTS = existsSync(new URL("index.json", FOLDER));

/** What was sent, as a line that a person can compare: `cmd 13 <hex>`, `rst 0`, `busy`. Delays and levels of power are left out. */
export type Line = string;

/** A recorded step; fields beside these are not compared. */
interface RecordedStep {
  readonly k: string;
  readonly cmd?: number;
  readonly v?: number;
  readonly data?: string;
  readonly dataz?: string;
  readonly t?: string;
}

/** The lines of one recorded operation, as `epd7in5_V2/init`. */
export function recorded(name: string): Line[] {
  const text = readFileSync(new URL(`${name}.json`, FOLDER), "utf8");
  const { steps } = JSON.parse(text) as { steps: readonly RecordedStep[] };
  return steps.flatMap((step) => {
    if (step.k === "cmd") return [commandLine(step.cmd ?? -1, bytesOf(step))];
    if (step.k === "i80")
      return [`i80 ${step.t} ${step.t === "cmd" ? step.cmd : bytesOf(step).toString("hex")}`.trim()];
    if (step.k === "rst") return [`rst ${step.v}`];
    return step.k === "busy" ? ["busy"] : [];
  });
}

/** The bytes of a recorded picture file. */
export function recordedPicture(name: string): Buffer {
  return readFileSync(new URL(`images/${name}.png`, FOLDER));
}

/** The lines of our own steps, every question answered as a healthy controller would. */
export function ours(steps: Steps): Line[] {
  const lines: Line[] = [];
  let answer: Uint8Array | undefined;
  for (let next = steps.next(); next.done !== true; next = steps.next(answer)) {
    lines.push(...lineOf(next.value));
    answer = next.value.k === "i80" && next.value.t === "read" ? next.value.healthy : undefined;
  }
  return withRunsJoined(lines);
}

/** Words written one after the other count as one write, as the recordings have it. */
function withRunsJoined(lines: readonly Line[]): Line[] {
  const joined: Line[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last?.startsWith("i80 write ") && line.startsWith("i80 write "))
      joined[joined.length - 1] = last + line.slice("i80 write ".length);
    else joined.push(line);
  }
  return joined;
}

function lineOf(step: Step): Line[] {
  switch (step.k) {
    case "cmd":
      return [commandLine(step.cmd, step.data)];
    case "rst":
      return [`rst ${step.v}`];
    case "busy":
      return ["busy"];
    case "i80":
      if (step.t === "cmd") return [`i80 cmd ${step.cmd}`];
      return [step.t === "read" ? "i80 read" : `i80 write ${Buffer.from(step.data).toString("hex")}`];
    case "delay":
    case "pwr":
      return [];
  }
}

function commandLine(cmd: number, data: Uint8Array): Line {
  return `cmd ${cmd.toString(16).padStart(2, "0")} ${Buffer.from(data).toString("hex")}`.trim();
}

function bytesOf({ data, dataz }: RecordedStep): Buffer {
  return dataz === undefined ? Buffer.from(data ?? "", "hex") : inflateSync(Buffer.from(dataz, "base64"));
}
