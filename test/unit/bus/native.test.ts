import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { errnoOf } from "../../../src/bus/kernel.ts";
import { nativeKernel } from "../../../src/bus/native.ts";
import { openSpiBus } from "../../../src/bus/open-bus.ts";
import { HAT_WIRING } from "../../../src/bus/wiring.ts";

it("says what to install where the addon is missing", async () => {
  const missing = () =>
    Promise.reject(
      Object.assign(new Error("Cannot find package 'koffi'\nImported from …"), { code: "ERR_MODULE_NOT_FOUND" }),
    );
  await expect(nativeKernel(missing)).rejects.toMatchObject({
    code: "BUS_UNAVAILABLE",
    hint: expect.stringContaining("npm install koffi"),
    message: expect.not.stringContaining("Imported"),
  });
});

it("says so where the addon has no binary for this processor", async () => {
  const broken = () =>
    Promise.resolve({
      load: () => {
        throw new Error("Cannot find the native Koffi module");
      },
    });
  await expect(nativeKernel(broken)).rejects.toMatchObject({ code: "BUS_UNAVAILABLE" });
});

const hasAddon = await import("koffi").then(
  () => true,
  () => false,
);
if (!hasAddon) console.info("koffi is not installed here: calls into the kernel are not tested");

it.skipIf(!hasAddon)("names the errno of a call that the kernel refuses", async () => {
  const kernel = await nativeKernel();
  const fd = kernel.open("/dev/null");
  try {
    kernel.ioctl(fd, 0x40016b01, Buffer.from([0]));
    expect.unreachable("/dev/null is no SPI device");
  } catch (failure) {
    expect(errnoOf(failure)).toBe("ENOTTY");
  }
  kernel.close(fd);
});

it.skipIf(!hasAddon)("writes off the event loop and finds addresses of buffers", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wattframe-native-"));
  const file = join(folder, "device");
  writeFileSync(file, "");
  const kernel = await nativeKernel();
  const fd = kernel.open(file);
  expect(await kernel.write(fd, Buffer.from("abc"))).toBe(3);
  kernel.close(fd);
  expect(readFileSync(file, "utf8")).toBe("abc");
  const buffer = Buffer.alloc(8);
  expect(kernel.address(buffer.subarray(3)) - kernel.address(buffer)).toBe(3n);
  rmSync(folder, { recursive: true });
});

it.skipIf(!hasAddon)("reports a machine without SPI by what to switch on", async () => {
  const kernel = await nativeKernel();
  expect(() => openSpiBus(kernel, { ...HAT_WIRING, spi: "/dev/spidev77.0" })).toThrowError(
    expect.objectContaining({ code: "BUS_UNAVAILABLE", hint: expect.stringContaining("dtparam=spi=on") }),
  );
});
