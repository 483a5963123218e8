import { close, openSync, readdirSync, write } from "node:fs";
import { getSystemErrorName, promisify } from "node:util";
import { messageOf, WattframeError } from "../errors.ts";
import type { Kernel } from "./kernel.ts";

const writeAsync = promisify(write);

/**
 * The kernel of this machine, through one foreign function, `ioctl`. The addon that makes it reachable is loaded here and
 * nowhere else, on the first call.
 * @throws WattframeError `BUS_UNAVAILABLE` when the addon is not installed, or not made for this processor
 */
export async function nativeKernel(load: () => Promise<unknown> = () => import("koffi")): Promise<Kernel> {
  const koffi = await loaded(load);
  const foreign = koffi.load(null).func("int ioctl(int fd, unsigned long request, void *argument)");
  return {
    list: (folder) => readdirSync(folder),
    open: (path) => openSync(path, "r+"),
    close: (fd) => close(fd, () => {}),
    ioctl(fd, request, argument) {
      const result: number = foreign(fd, request, argument);
      if (result < 0) throw errnoError(koffi.errno(), `ioctl 0x${request.toString(16)}`);
      return result;
    },
    write: async (fd, bytes) => (await writeAsync(fd, bytes)).bytesWritten,
    address: (buffer) => koffi.address(buffer),
  };
}

type Koffi = Pick<typeof import("koffi"), "load" | "errno" | "address">;

async function loaded(load: () => Promise<unknown>): Promise<Koffi> {
  try {
    const found = (await load()) as Koffi & { readonly default?: Koffi };
    const koffi = found.default ?? found;
    koffi.load(null); // a package without the binary for this processor fails here, not at import
    return koffi;
  } catch (cause) {
    throw new WattframeError(
      "BUS_UNAVAILABLE",
      `The addon that reaches SPI and GPIO cannot be loaded: ${messageOf(cause).split("\n")[0]}`,
      {
        hint: 'Install it with "npm install koffi"; it has no binary for ARMv6 boards such as the first Pi Zero.',
        cause,
      },
    );
  }
}

function errnoError(errno: number, call: string): Error {
  const name = getSystemErrorName(-errno);
  return Object.assign(new Error(`${name}: ${call}`), { code: name, errno });
}
