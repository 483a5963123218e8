import { expect, it } from "vitest";
import { LayoutFolder, loadingOnce } from "../../../src/config/layout-file.ts";
import { LAYOUTS_FOLDER } from "../../../src/package-folder.ts";

/** A folder of the shipped layouts that counts what it is asked for, and fails at first. */
function countingFolder(failures: number) {
  const folder = new LayoutFolder([LAYOUTS_FOLDER]);
  const asked: string[] = [];
  const load = (name: string) => {
    asked.push(name);
    return asked.length > failures ? folder.load(name) : Promise.reject(new Error("it cannot be read"));
  };
  return { load, asked };
}

it("reads each layout once, also while it is being read", async () => {
  const folder = countingFolder(0);
  const load = loadingOnce(folder);
  const [first, second] = await Promise.all([load("glance"), load("glance"), load("balance")]);
  expect(second).toBe(first);
  expect(await load("glance")).toBe(first);
  expect(folder.asked).toEqual(["glance", "balance"]);
});

it("reads a layout again that could not be read", async () => {
  const load = loadingOnce(countingFolder(1));
  await expect(load("glance")).rejects.toThrow("it cannot be read");
  expect((await load("glance")).name).toBe("glance");
});
