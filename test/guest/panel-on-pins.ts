import { execFileSync } from "node:child_process";
import { createReadStream, type ReadStream, rmSync } from "node:fs";
import type { OutputLine } from "../../src/bus/spi-bus.ts";
import type { panelOf } from "../../src/panel/panels.ts";
import { EmulatedUc8179 } from "../emulator/emulated-uc8179.ts";
import { FakeClock } from "../emulator/fake-clock.ts";
import { BusyWire } from "../kernel/busy-wire.ts";
import { type PinListener, PinTrace } from "../kernel/pin-trace.ts";

/** Silence on the bus after which BUSY says that the panel is ready. */
const SILENCE_MS = 400;
/** Time that passes for the panel when the machine reads that it is ready. */
const LONGEST_REFRESH_MS = 60_000;

/**
 * An emulated panel on the pins of a virtual machine. It lives as long as the proof does, whatever becomes of the machine.
 * BUSY says busy from the first byte until the bus is silent, and again as soon as the machine has read that it is ready, so
 * that a wait never finds the level of the wait before. The panel's own time passes with such a read alone: a command
 * without one after a refresh is a misuse, however slow the emulated processor is.
 */
export class PanelOnPins implements PinListener {
  /** Bytes that came. */
  bytes = 0;
  /** Faults in the use of the controller. */
  readonly misuses: string[] = [];
  readonly #idle: 0 | 1;
  readonly #clock = new FakeClock();
  readonly #emulator: EmulatedUc8179;
  #wire: BusyWire | undefined;
  #trace: ReadStream | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(panel: ReturnType<typeof panelOf>) {
    this.#idle = panel.busyIdleLevel;
    this.#emulator = new EmulatedUc8179(panel, this.#clock);
  }

  /** Refreshes done, in order. */
  get refreshes(): readonly string[] {
    return this.#emulator.refreshes;
  }

  /** Ink of every pixel as a viewer sees it now. */
  get glass(): Uint8Array {
    return this.#emulator.glass;
  }

  /**
   * Connects it to a machine that is about to start.
   * @param trace a pipe that is made, for what QEMU says of the pins
   * @param qtest socket through which pins are set
   * @param processors of the machine
   */
  connect(trace: string, qtest: string, processors: number): void {
    rmSync(trace, { force: true });
    execFileSync("mkfifo", [trace]);
    const pins = new PinTrace(this);
    this.#trace = createReadStream(trace).on("data", (piece) => pins.feed(piece as Buffer));
    this.#wire = new BusyWire(qtest, processors);
    this.#hold();
  }

  /** Lets go of a machine that has ended. */
  disconnect(): void {
    clearTimeout(this.#timer);
    this.#trace?.destroy();
    this.#wire?.close();
  }

  byte(value: number, dc: number): void {
    this.bytes++;
    this.#set("dc", dc === 0 ? 0 : 1);
    // Emulators take bytes at once; the promise is for buses that do not.
    this.#emulator.write(Uint8Array.of(value)).catch((misuse: unknown) => this.misuses.push(String(misuse)));
    this.#hold();
  }

  line(name: "rst" | "pwr", level: number): void {
    if (name !== "rst") return;
    this.#set("rst", level === 0 ? 0 : 1);
    this.#hold();
  }

  busy(): void {}

  busyRead(level: number): void {
    if (level !== this.#idle) return;
    this.#clock.pass(LONGEST_REFRESH_MS);
    this.#hold();
  }

  #set(line: OutputLine, level: 0 | 1): void {
    try {
      this.#emulator.set(line, level);
    } catch (misuse) {
      this.misuses.push(String(misuse));
    }
  }

  #hold(): void {
    this.#wire?.set(this.#idle === 1 ? 0 : 1);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wire?.set(this.#idle), SILENCE_MS);
  }
}
