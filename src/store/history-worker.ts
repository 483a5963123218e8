import { parentPort, workerData } from "node:worker_threads";
import { errorFacts } from "../errors.ts";
import { FileAccess } from "./file-access.ts";
import { HistoryFile } from "./history-file.ts";
import type { ThreadAnswer, ThreadRequest } from "./thread-messages.ts";

/** The thread that owns a history's file: answers the questions of {@link ThreadAccess}, one after the other. */
const { folder } = workerData as { readonly folder: string };
const send = (answer: ThreadAnswer) => parentPort?.postMessage(answer, []);
const note = (level: "info" | "warn" | "error") => (facts: object, message: string) => send({ level, facts, message });
const log = { info: note("info"), warn: note("warn"), error: note("error") };
const access = new FileAccess(new HistoryFile({ folder, log, wallMs: Date.now }));

let turn = Promise.resolve();
parentPort?.on("message", (request: ThreadRequest) => {
  turn = turn.then(() => answer(request));
});

async function answer({ number, method, args }: ThreadRequest): Promise<void> {
  try {
    const ask = access[method].bind(access) as (...args: readonly unknown[]) => Promise<unknown>;
    send({ number, result: await ask(...args) });
  } catch (thrown) {
    const { code, error, hint } = errorFacts(thrown);
    send({ number, failure: { code, error, ...(hint !== undefined && { hint }) } });
  }
}
