import type { PinListener } from "./pin-trace.ts";

/** A step of `push --dry-run`, as far as it can be seen on the wires. */
export type ExpectedStep =
  | { readonly k: "rst" | "pwr"; readonly v: 0 | 1 }
  | { readonly k: "cmd"; readonly cmd: number; readonly data: string }
  | { readonly k: "busy"; readonly idle: 0 | 1; readonly usualMs?: number }
  | { readonly k: "delay" };

/** A command and its data as they came. */
export interface SeenCommand {
  readonly cmd: number;
  readonly data: Buffer;
}

/** Sets the level of the panel's BUSY line in the guest. */
export type SetBusy = (level: 0 | 1) => void;

/** How long the panel is kept busy at each wait. */
const HOLD_MS = 150;

/**
 * Compares what comes over the wires with the steps that were meant, byte by byte, and plays the panel's BUSY line: busy
 * until a wait begins, ready a while later, busy again as soon as the guest has seen that, so that the next wait finds it
 * busy from its first moment, however few bytes lie between.
 */
export class Session implements PinListener {
  readonly #steps: readonly ExpectedStep[];
  readonly #setBusy: SetBusy;
  readonly #idle: 0 | 1;
  readonly #faults: string[] = [];
  readonly #seen: { cmd: number; data: number[] }[] = [];
  #at: number;
  #offset = -1; // bytes of data of the present command that have come; -1 before its command byte
  #busyLevel = 0;
  #wait: { readonly isHeld: boolean; readonly isRefresh: boolean; isOver: boolean } | undefined;
  #isReleased = false;
  /** Waits during which the panel was busy from their first moment, and those of them that were for a refresh. */
  heldWaits = 0;
  heldRefreshes = 0;

  constructor(steps: readonly ExpectedStep[], setBusy: SetBusy) {
    this.#steps = steps;
    this.#setBusy = setBusy;
    this.#idle = steps.find((step) => step.k === "busy")?.idle ?? 0;
    // The lines get their first levels when they are taken; a session begins with the reset.
    this.#at = steps.findIndex((step) => step.k === "rst" && step.v === 0);
    setBusy(this.#idle === 1 ? 0 : 1);
  }

  /** What was not as it should be; empty when everything was. */
  faults(): readonly string[] {
    const left = this.#steps.slice(this.#at).filter(({ k }) => k === "cmd").length;
    return left === 0 ? this.#faults : [...this.#faults, `${left} commands never came`];
  }

  /** Every command that came. */
  commands(): SeenCommand[] {
    return this.#seen.map(({ cmd, data }) => ({ cmd, data: Buffer.from(data) }));
  }

  byte(value: number, dc: number): void {
    this.#sent();
    if (dc === 0) this.#seen.push({ cmd: value, data: [] });
    else this.#seen.at(-1)?.data.push(value);
    const step = this.#steps[this.#at];
    if (step?.k !== "cmd") {
      this.#fault(`${dc === 0 ? "command" : "data"} ${hex(value)} that nobody meant`);
      return;
    }
    if (this.#offset < 0) {
      if (dc !== 0 || value !== step.cmd)
        this.#fault(`${hex(value)} with DC ${dc} instead of command ${hex(step.cmd)}`);
    } else if (dc !== 1 || value !== Number.parseInt(step.data.slice(2 * this.#offset, 2 * this.#offset + 2), 16)) {
      this.#fault(`${hex(value)} with DC ${dc} as byte ${this.#offset} of command ${hex(step.cmd)}`);
    }
    this.#offset++;
    if (this.#offset * 2 === step.data.length) this.#next();
  }

  line(name: "rst" | "pwr", level: number): void {
    const step = this.#steps[this.#at];
    if (this.#seen.length === 0 && level === 1 && step?.k === "rst" && step.v === 0) return; // lines being taken
    this.#sent();
    if (step?.k === name && step.v === level) this.#next();
    else if (this.#at < this.#steps.length) this.#fault(`${name} went to ${level} unasked`);
  }

  busy(level: number): void {
    this.#busyLevel = level;
    if (this.#wait !== undefined && level === this.#idle) this.#wait.isOver = true;
  }

  busyRead(level: number): void {
    if (level === this.#idle) this.#holdAgain();
  }

  /** Something was sent: the wait before it must be over, and the panel gets busy. */
  #sent(): void {
    const wait = this.#wait;
    this.#wait = undefined;
    if (wait?.isHeld === true) {
      if (!wait.isOver) this.#fault("something was sent while the panel was busy");
      this.heldWaits++;
      if (wait.isRefresh) this.heldRefreshes++;
    }
    this.#holdAgain();
  }

  #holdAgain(): void {
    if (!this.#isReleased) return;
    this.#isReleased = false;
    this.#setBusy(this.#idle === 1 ? 0 : 1);
  }

  /** To the next step that shows on the wires. A wait begins with the last byte before it. */
  #next(): void {
    this.#offset = -1;
    for (this.#at++; this.#at < this.#steps.length; this.#at++) {
      const step = this.#steps[this.#at] as ExpectedStep;
      if (step.k === "busy") this.#beginWait(step.usualMs !== undefined);
      else if (step.k !== "delay" && step.k !== "pwr") return;
    }
  }

  #beginWait(isRefresh: boolean): void {
    if (this.#wait !== undefined) return;
    this.#wait = { isHeld: this.#busyLevel !== this.#idle, isRefresh, isOver: false };
    setTimeout(() => {
      this.#isReleased = true;
      this.#setBusy(this.#idle);
    }, HOLD_MS);
  }

  #fault(text: string): void {
    if (this.#faults.length < 5) this.#faults.push(text);
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(2, "0");
}
