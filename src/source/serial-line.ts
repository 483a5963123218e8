import { constants } from "node:fs";
import { access } from "node:fs/promises";
import type { SerialPort } from "serialport";
import { messageOf } from "../errors.ts";
import type { Line, LineEvents } from "./line-source.ts";
import type { LinkFailure } from "./link-state.ts";
import type { Attempt } from "./reconnection.ts";

/** Serial port of this machine with its settings. */
export interface SerialSettings {
  /** Path of the device, such as `/dev/ttyUSB0`. */
  readonly path: string;
  /** Bits per second. */
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
}

/** Letters for parity in the usual short form of a port's settings, such as 8N1. */
const PARITY = { none: "N", even: "E", odd: "O" } as const;

/** Line that a P1 or M-Bus cable brings to a serial port of this machine. */
export function serialLine(settings: SerialSettings): Line {
  const { path, baud, dataBits, parity } = settings;
  return {
    end: "port",
    place: path,
    silenceHint: `Is the cable in the meter's port, is the port active, and does it speak ${baud} baud ${dataBits}${PARITY[parity]}1?`,
    open: (events) => new SerialConnection(settings, events),
  };
}

/** One opening of the port, until it is closed or unplugged. */
class SerialConnection implements Attempt {
  readonly #events: LineEvents;
  readonly #opened: Promise<SerialPort | undefined>;
  #isOver = false;

  constructor(settings: SerialSettings, events: LineEvents) {
    this.#events = events;
    this.#opened = this.#open(settings);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    const port = await this.#opened;
    if (port?.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
  }

  async #open(settings: SerialSettings): Promise<SerialPort | undefined> {
    try {
      await access(settings.path, constants.R_OK | constants.W_OK);
      const port = await openPort(settings);
      if (!this.#isOver) this.#listen(port);
      return port;
    } catch (thrown) {
      this.#fail(openFailure(thrown, settings.path));
      return undefined;
    }
  }

  #listen(port: SerialPort): void {
    port.on("data", (bytes: Buffer) => {
      if (!this.#isOver) this.#events.data(bytes);
    });
    port.on("error", () => {}); // what it means is that the port closes
    port.on("close", () => {
      this.#fail({ refused: false, fault: "unplugged", reason: "the cable was unplugged" });
    });
    this.#events.arrived();
  }

  #fail(failure: LinkFailure): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#events.failed(failure);
  }
}

/** Opens a port for itself alone. The library is loaded here, since most kiosks have no cable. */
async function openPort({ path, baud, dataBits, parity }: SerialSettings): Promise<SerialPort> {
  const { SerialPort } = await import("serialport");
  const port = new SerialPort({ path, baudRate: baud, dataBits, parity, stopBits: 1, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  });
  return port;
}

/** Returns the meaning of an error of opening a port. */
export function openFailure(thrown: unknown, path: string): LinkFailure {
  const code = (thrown as NodeJS.ErrnoException).code ?? "";
  const known = FAILURES[code];
  if (known !== undefined) return { ...known, reason: `${known.reason} (${code})` };
  const message = messageOf(thrown);
  if (/lock/iu.test(message)) return { refused: false, fault: "in-use", reason: `another program uses ${path}` };
  if (/inappropriate ioctl|ENOTTY/iu.test(message)) return { refused: true, reason: `${path} is no serial port` };
  return { refused: false, reason: message.replaceAll(/\s+/gu, " ").slice(0, 200) };
}

const NO_DEVICE: LinkFailure = {
  refused: false,
  fault: "no-device",
  reason: "there is no such port: is the cable plugged in? ls /dev/serial/by-id shows the names",
};
const NO_PERMISSION: LinkFailure = {
  refused: true,
  fault: "no-permission",
  reason: "no permission: add this user to the group dialout (sudo usermod -aG dialout USER, then log in again)",
};

const FAILURES: Readonly<Record<string, LinkFailure>> = {
  ENOENT: NO_DEVICE,
  ENXIO: NO_DEVICE,
  ENODEV: NO_DEVICE,
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  ERR_MODULE_NOT_FOUND: {
    refused: false,
    fault: "no-library",
    reason: "the library for serial ports is not installed: npm install serialport",
  },
};
