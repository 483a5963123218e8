import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readError, writeError } from "../../../src/files/file-error.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wattframe-file-error-"));
  writeFileSync(join(folder, "file"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the system says to a piece of work that fails. */
function failureOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}

const withCode = (code: string) => Object.assign(new Error(`${code}: system words, open '/x'`), { code });

describe("a file that cannot be read", () => {
  it.each([
    ["is not there", "nope.jsonl", "there is no such file", /Check its name/u],
    ["is a folder", ".", "it is a folder", /Name a file/u],
    ["lies below a file", "file/a", "a part of its path is no folder", /Check its path/u],
    ["has too long a name", "x".repeat(5_000), "its name is too long", /shorter name/u],
  ])("because it %s", (_, name, why, hint) => {
    const path = join(folder, name);
    const error = readError(
      path,
      failureOf(() => readFileSync(path)),
    );
    expect(error).toMatchObject({ code: "FILE_READ", message: `${path} cannot be read: ${why}` });
    expect(error.hint).toMatch(hint);
  });

  it("because this user may not, says what to do", () => {
    const error = readError("a.yaml", withCode("EACCES"));
    expect(error.message).toBe("a.yaml cannot be read: permission denied");
    expect(error.hint).toContain("chmod");
  });
});

describe("a file that cannot be written", () => {
  it.each([
    ["its folder is not there", "none/x.png", "its folder does not exist", /Make the folder/u],
    ["it is a folder", ".", "there is a folder of that name", /Name a file/u],
    ["it lies below a file", "file/a", "a part of its path is no folder", /Name a folder/u],
  ])("because %s", (_, name, why, hint) => {
    const path = join(folder, name);
    const error = writeError(
      path,
      failureOf(() => writeFileSync(path, "x")),
    );
    expect(error).toMatchObject({ code: "FILE_WRITE", message: `${path} cannot be written: ${why}` });
    expect(error.hint).toMatch(hint);
  });

  it.each(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EFBIG", "EMFILE", "ENFILE", "EIO", "ELOOP"])(
    "is told in words and with what to do: %s",
    (code) => {
      const error = writeError("a", withCode(code));
      expect(error.message).not.toMatch(/system words|\bE[A-Z]{3,}/u);
      expect(error.hint).toMatch(/^[A-Z].*\.$/u);
    },
  );
});

it("says what the system says where no table knows better", () => {
  expect(readError("a", withCode("EWEIRD")).message).toBe("a cannot be read: EWEIRD: system words, open '/x'");
  expect(writeError("a", "text").message).toBe("a cannot be written: text");
});
