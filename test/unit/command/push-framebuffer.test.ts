import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../../../src/command/program.ts";
import { SPECTRA_6 } from "../../../src/raster/palette.ts";
import { encodePng } from "../../../src/raster/png.ts";
import { art } from "../../art.ts";
import { commandContext } from "../../fixtures/command-context.ts";

let folder = "";
let device = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wattframe-fb-"));
  device = join(folder, "fb");
  await Promise.all([
    writeFile(join(folder, "virtual_size"), "4,3\n"),
    writeFile(join(folder, "bits_per_pixel"), "16\n"),
    writeFile(join(folder, "stride"), "12\n"),
    writeFile(join(folder, "a.png"), encodePng(art("#RGB .... #YR#", SPECTRA_6))),
    writeFile(join(folder, "b.png"), encodePng(art("#RGB ..#. #YR#", SPECTRA_6))),
  ]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const push = async (...args: readonly string[]) => {
  let [printed, told] = ["", ""];
  const context = commandContext({
    print: async (text) => {
      printed += text.toString();
    },
    notify: (line) => {
      told += `${line}\n`;
    },
  });
  const code = await runProgram(["push", ...args, "--framebuffer", device, "--sysfs", folder], context);
  return { code, printed, told };
};

describe("push --framebuffer", () => {
  it("writes every row by its stride, 16-bit words with the low byte first", async () => {
    await writeFile(device, Buffer.alloc(36, 0xee));
    const { code, printed } = await push(join(folder, "a.png"));
    expect([code, printed]).toEqual([0, '{"rowsWritten":[[0,3]],"bytes":36}\n']);
    expect((await readFile(device)).toString("hex", 0, 8)).toBe("000000f8e0071f00");
    expect((await readFile(device)).toString("hex", 12, 20)).toBe("ffffffffffffffff");
  });

  it("writes only the rows that differ from the previous picture", async () => {
    await writeFile(device, Buffer.alloc(36, 0xee));
    const { printed } = await push(join(folder, "b.png"), "--previous", join(folder, "a.png"));
    expect(printed).toBe('{"rowsWritten":[[1,2]],"bytes":12}\n');
    expect((await readFile(device)).subarray(0, 12).equals(Buffer.alloc(12, 0xee))).toBe(true);
    expect((await push(join(folder, "a.png"), "--previous", join(folder, "a.png"))).printed).toBe(
      '{"rowsWritten":[],"bytes":0}\n',
    );
  });

  it("says in one message what is wrong", async () => {
    await writeFile(join(folder, "large.png"), encodePng(art("##### #####", SPECTRA_6)));
    expect(await push(join(folder, "large.png"))).toMatchObject({ code: 1, printed: "" });
    expect((await push(join(folder, "large.png"), "--scale", "fit")).code).toBe(0);
    expect((await push()).code).toBe(2);
    expect((await push(join(folder, "a.png"), "--panel", "waveshare-7in5-v2")).code).toBe(2);
    await rm(device);
    expect(await push(join(folder, "a.png"))).toMatchObject({ code: 3, printed: "" });
  });
});
