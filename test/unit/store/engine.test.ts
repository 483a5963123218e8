import { expect, it } from "vitest";
import { Database, sqliteEngine } from "../../../src/store/engine.ts";

const nothing = () => undefined;

it("is Node's own where Node has one, and a package otherwise", async () => {
  const own = () => "an engine";
  expect(await sqliteEngine(() => ({ DatabaseSync: own }))).toBe(own);
  const database = new Database(await sqliteEngine(nothing), ":memory:");
  expect(database.prepare("SELECT 1 AS one").get()).toEqual({ one: 1 });
  database.close();
});

it("is loaded without a warning on stderr, after which others are heard again", async () => {
  const heard: string[] = [];
  const hear = ({ message }: Error) => void heard.push(message);
  process.on("warning", hear);
  const builtin = () => {
    process.emitWarning("SQLite is an experimental feature", "ExperimentalWarning");
    return { DatabaseSync: builtin };
  };
  await sqliteEngine(builtin);
  process.emitWarning("of something else");
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", hear);
  expect(heard).toEqual(["of something else"]);
});

it("says what to do where there is neither", async () => {
  const failing = sqliteEngine(nothing, () => Promise.reject(new Error("Cannot find package")));
  await expect(failing).rejects.toMatchObject({
    code: "HISTORY_READ",
    message: "SQLite cannot be loaded: Cannot find package",
    hint: expect.stringContaining("22.13"),
  });
});
