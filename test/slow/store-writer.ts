import { FileAccess } from "../../src/store/file-access.ts";
import { HistoryFile } from "../../src/store/history-file.ts";
import { SqliteStore } from "../../src/store/sqlite-store.ts";
import { storedRows } from "../fixtures/stored-rows.ts";

/** Writes numbers into the history of a folder until it is killed; says which was there at its start, and each that is kept. */
const say = (text: string) => process.stdout.write(`${text}\n`);
const note = (_facts: object, message: string) => say(`log ${message}`);
const [folder = ""] = process.argv.slice(2);
const file = new HistoryFile({ folder, log: { info: note, warn: note, error: note }, wallMs: Date.now });
const store = new SqliteStore(new FileAccess(file), { name: "house", timeZone: "UTC" });
const kept = (await storedRows(store)).filter(({ tier }) => tier === "minute").map(({ values }) => values[1] ?? 0);
let number = Math.max(0, ...kept);
say(`found ${number} of ${kept.length}`);
for (;;) {
  number += 1;
  const startMs = (number % 500) * 60_000;
  await store.append([{ tier: "minute", key: "number", startMs, values: [startMs, number, 0] }]);
  await store.flush();
  say(`kept ${number}`);
}
