import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../../src/command/commands.ts";
import { PACKAGE_FOLDER } from "../../../src/package-folder.ts";
import { commandContext } from "../../fixtures/command-context.ts";

const FILES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(PACKAGE_FOLDER, "doc")).map((name) => `doc/${name}`),
].filter((file) => file.endsWith(".md") && file !== "doc/changelog.md");
const textOf = (file: string) => readFileSync(join(PACKAGE_FOLDER, file), "utf8");

/** Lines that a person is told to type: of indented blocks and of fenced ones, and of code within sentences. */
function typedIn(text: string): readonly string[] {
  const fenced = [...text.matchAll(/^```[a-z]*\n(.*?)^```$/gmsu)].flatMap(([, block = ""]) => block.split("\n"));
  const indented = text.split("\n").filter((line) => line.startsWith("    "));
  const inline = [...text.matchAll(/`([^`\n]+)`/gu)].map(([, code = ""]) => code);
  return [...fenced, ...indented, ...inline].map((line) => line.trim());
}

/** Words of a call of wattframe, without what calls it and what comes after; undefined for another line. */
function callIn(line: string): readonly string[] | undefined {
  const [, call = ""] =
    /^(?:\$ )?(?:sudo (?:-u wattframe )?)?(?:scripts\/)?wattframe ((?:[a-z]|--).*?)(?: +#.*| *[|>&;].*)?$/u.exec(
      line,
    ) ?? [];
  return call === "" ? undefined : call.split(/\s+/u);
}

const CALLS = FILES.flatMap((file) => typedIn(textOf(file)).map((line) => ({ file, line, words: callIn(line) })));

/** A command and those below it, loaded. */
async function commandOf(words: readonly string[]): Promise<Command | undefined> {
  const row = COMMANDS.find(({ name }) => name === words[0]);
  if (!row) return undefined;
  const command = (await row.load())(commandContext());
  return command.commands.find((below) => below.name() === words[1]) ?? command;
}

/** What is wrong with a documented call; empty where it can be made. */
async function faultsOf(words: readonly string[]): Promise<readonly string[]> {
  if (words[0]?.startsWith("--")) return ["--help", "--version"].includes(words[0]) ? [] : [`no option ${words[0]}`];
  if (/^[A-Z…]+$/u.test(words[0] ?? "")) return [];
  const command = await commandOf(words);
  if (!command) return [`no command ${words[0]}`];
  const options = words.filter((word) => /^-{1,2}[a-z]/u.test(word)).map((word) => word.replace(/[=,.)].*$/u, ""));
  const known = ["--help", ...command.options.flatMap(({ long, short }) => [long ?? "", short ?? ""])];
  return options.filter((option) => !known.includes(option)).map((option) => `${command.name()} has no ${option}`);
}

describe("the documents", () => {
  it("hold many calls of the command", () => {
    expect(CALLS.filter(({ words }) => words).length).toBeGreaterThan(60);
  });

  it("name commands and options that there are", async () => {
    const faults = await Promise.all(
      CALLS.map(async ({ file, line, words }) =>
        words ? (await faultsOf(words)).map((fault) => `${file}: ${fault}: ${line}`) : [],
      ),
    );
    expect(faults.flat()).toEqual([]);
  });

  it.each([
    [["redner"], "no command redner"],
    [["render", "--formt", "png"], "render has no --formt"],
    [["history", "backup", "FILE", "--histry", "x"], "backup has no --histry"],
  ])("are checked: %s", async (words, fault) => {
    expect(await faultsOf(words)).toEqual([fault]);
  });

  it("link to files that there are", () => {
    const files = new Set(
      readdirSync(PACKAGE_FOLDER).concat(readdirSync(join(PACKAGE_FOLDER, "doc")).map((name) => `doc/${name}`)),
    );
    const missing = FILES.flatMap((file) =>
      [...textOf(file).matchAll(/\]\(((?!https?:)[\w./-]+\.(?:md|yaml|png|svg))(?:#[\w-]*)?\)/gu)].flatMap(
        ([, target = ""]) => {
          const path = join(file, "..", target);
          return files.has(path) || /^(?:doc\/(?:pictures|decisions)|firmware|test|layouts|src)\//u.test(path)
            ? []
            : [`${file}: ${target}`];
        },
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe("the messages in doc/troubleshooting.md", () => {
  const blocks = [...textOf("doc/troubleshooting.md").matchAll(/^```text\n(.*?)^```$/gmsu)].map(
    ([, block = ""]) => block,
  );
  const messages = blocks.flatMap((block) => block.split("\n")).filter((line) => line !== "");
  const sources = readdirSync(join(PACKAGE_FOLDER, "src"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => textOf(`src/${name}`))
    .join("\n");

  it.each(messages)("%s", (message) => {
    const fixed = message
      .split("…")
      .map((part) => part.trim())
      .filter((part) => part.length > 2);
    expect(fixed.filter((part) => !sources.includes(part))).toEqual([]);
    expect(fixed.length).toBeGreaterThan(0);
  });

  it("and those on the glass are the words of the pictures", () => {
    const quoted = [...textOf("doc/troubleshooting.md").matchAll(/On the glass: (.*)$/gmu)].flatMap(([, line = ""]) =>
      [...line.matchAll(/"([^"]+)"/gu)].map(([, words = ""]) => words),
    );
    expect(quoted.length).toBeGreaterThan(4);
    expect(quoted.filter((words) => !textOf("src/words/en.ts").includes(words))).toEqual([]);
  });
});
