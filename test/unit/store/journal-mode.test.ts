import { tmpdir } from "node:os";
import { expect, it } from "vitest";
import { journalModeIn } from "../../../src/store/journal-mode.ts";

it.each([
  ["ext4", 0xef53, "WAL"],
  ["tmpfs", 0x01021994, "WAL"],
  ["f2fs", 0xf2f52010, "WAL"],
  ["NFS", 0x6969, "TRUNCATE"],
  ["SMB", 0x517b, "TRUNCATE"],
  ["CIFS", 0xff534d42, "TRUNCATE"],
  ["SMB 2", 0xfe534d42, "TRUNCATE"],
])("on %s, which is %i, commits are made safe in the way that is sound there", (_, type, mode) => {
  expect(journalModeIn("/history", () => type)).toBe(mode);
});

it("the file system of a folder is asked for", () => {
  expect(journalModeIn(tmpdir())).toBe("WAL");
  expect(() => journalModeIn("/no such folder")).toThrow("ENOENT");
});
