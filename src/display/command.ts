import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { WattframeError } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import { encodePng } from "../raster/png.ts";
import { type Raster, sameRaster } from "../raster/raster.ts";
import { WorkQueue } from "../work-queue.ts";
import { type ProgramEnd, runBoundedProgram } from "./bounded-program.ts";
import type { Display } from "./display.ts";
import { type DisplayEnvironment, type DisplayRow, readerOf, WORKS } from "./display-row.ts";
import { pictureOptions, surfaceOf } from "./picture-options.ts";
import { programFault } from "./program-fault.ts";

const PLACEHOLDER = "{png}";

const options = z.strictObject({
  run: z
    .array(z.string())
    .min(1)
    .refine(
      (words) => words.length === 0 || words.slice(1).some((word) => word.includes(PLACEHOLDER)),
      `needs ${PLACEHOLDER} in an argument`,
    )
    .describe("The program and its arguments; {png} becomes the path of the picture. No shell is involved."),
  ...pictureOptions,
  timeoutS: z.number().min(1).max(600).default(60).describe("Seconds after which a run is ended by force."),
});

/** Time within which a program that was ended by force is gone, with plenty to spare. */
const ENDED_WITHIN_MS = 60_000;

type CommandOptions = z.infer<typeof options>;

const read = readerOf(options);

/** Any other display: a program that is run with each new picture. */
export const commandDisplayRow: DisplayRow = {
  kind: "command",
  options,
  surface: (raw) => surfaceOf(read(raw)),
  destination: (raw) => read(raw).run[0] ?? "",
  claims: (raw) => {
    const { run } = read(raw);
    return [{ option: ["run"], id: JSON.stringify(run), name: `the program ${run[0]} with the same arguments` }];
  },
  longestShowMs: (raw) => 1_000 * read(raw).timeoutS + ENDED_WITHIN_MS,
  probe: async (raw) => {
    const fault = await programFault(read(raw).run[0] ?? "");
    return fault === undefined ? WORKS : { ok: false, option: ["run"], code: "PROGRAM_UNUSABLE", ...fault };
  },
  open: (raw, environment) => commandDisplay(read(raw), environment),
};

/**
 * A display that runs a program with the path of a PNG, one run at a time, within a time limit. Its output goes to the log, cut to a few lines; output that
 * differs from the last in its numbers only is logged for debugging. A picture counts as shown
 * only when the program ended with 0.
 * @throws WattframeError from `show`: `COMMAND_FAILED` when it cannot be started, ends otherwise or takes too long, `FILE_WRITE`
 */
export function commandDisplay(
  { run, timeoutS }: Pick<CommandOptions, "run" | "timeoutS">,
  { name, runtimeFolder, log }: Pick<DisplayEnvironment, "name" | "runtimeFolder" | "log">,
): Display {
  const png = join(runtimeFolder, `${name}.picture.png`);
  const stop = new AbortController();
  const queue = new WorkQueue();
  let last: Raster | undefined;
  let lastOutput = "";
  const logOutput = (program: string, output: string) => {
    const withoutNumbers = output.replaceAll(/\d+/gu, "0"); // a time or a count that differs is no news
    const level = withoutNumbers === lastOutput ? "debug" : "info";
    if (output !== "") log[level]({ program, output }, "output of the display's program");
    lastOutput = withoutNumbers;
  };
  const showNow = async (raster: Raster) => {
    if (last !== undefined && sameRaster(last, raster)) return { changed: false, reason: "unchanged" };
    await replaceFile(png, encodePng(raster), { durable: "nothing" });
    const [program = "", ...words] = run;
    const args = words.map((word) => word.replaceAll(PLACEHOLDER, png));
    last = undefined; // a run that fails may have drawn half of it
    const end = await runBoundedProgram(program, args, { timeoutMs: timeoutS * 1000, stop: stop.signal });
    const fault = faultOf(end, timeoutS);
    if (fault !== undefined) throw failed(program, fault, end.output);
    logOutput(program, end.output);
    last = raster;
    return { changed: true, reason: "written", facts: { tookMs: Math.round(end.tookMs) } };
  };
  return {
    show: (raster) => queue.run(() => showNow(raster)),
    interrupt: () => stop.abort(),
    async close() {
      stop.abort();
      await queue.run(() => rm(png, { force: true })).catch(() => undefined); // it could not be written either
    },
  };
}

function faultOf(end: ProgramEnd, timeoutS: number): string | undefined {
  switch (end.how) {
    case "not-started":
      return `cannot be started: ${end.why}`;
    case "timeout":
      return `was ended by force after ${timeoutS} s`;
    case "stopped":
      return "was stopped with the display";
    case "signal":
      return `was ended by ${end.signal}`;
    case "exit":
      return end.code === 0 ? undefined : `ended with exit code ${end.code}`;
  }
}

function failed(program: string, fault: string, output: string): WattframeError {
  const printed = output === "" ? "" : `; it printed: ${output}`;
  return new WattframeError("COMMAND_FAILED", `The display's program ${program} ${fault}${printed}`, {
    hint: "Run it by hand with a PNG; wattframe check says whether it can be started.",
  });
}
