import { createConnection } from "node:net";
import { PINS } from "./pin-trace.ts";

/** The guest's BUSY line, set from outside through QEMU's test protocol. */
export class BusyWire {
  readonly #path: string;
  readonly #chip: string;
  #socket: ReturnType<typeof createConnection> | undefined;
  #level: 0 | 1 | undefined;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param path socket of QEMU's test protocol
   * @param processors of the machine
   */
  constructor(path: string, processors = 1) {
    this.#path = path;
    this.#chip = chipOf(processors);
  }

  set(level: 0 | 1): void {
    if (level === this.#level) return;
    this.#level = level;
    if (this.#socket === undefined) this.#connect();
    else this.#send();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#socket?.destroy();
  }

  #connect(): void {
    clearTimeout(this.#timer);
    const socket = createConnection(this.#path);
    socket.once("connect", () => {
      this.#socket = socket;
      this.#send();
    });
    // QEMU is not there yet.
    socket.on("error", () => {
      if (this.#socket === undefined) this.#timer = setTimeout(() => this.#connect(), 50);
    });
    socket.resume();
  }

  #send(): void {
    this.#socket?.write(`set_irq_in ${this.#chip} unnamed-gpio-in ${PINS.busy} ${this.#level}\n`);
  }
}

/** The GPIO chip of QEMU's virt machine, as its object model names it: one of the devices that come after the processors. */
function chipOf(processors: number): string {
  return `/machine/unattached/device[${5 + processors}]`;
}
