import { SILENT } from "../../src/log.ts";
import { createPublisher, type Publisher } from "../../src/source/publisher.ts";
import type { PowerW } from "./picture-reading.ts";

const EVERY_MS = 250;
const STATUS = { topic: "han/status", online: "online", offline: "offline" } as const;

/** A reader with a meter: sends a telegram four times a second until it ends. */
export class HouseReader {
  powerW: PowerW;
  /** Counter of import, watt hours; grows by the power while it sends. */
  importWh = 5_000_000;
  #publisher: Publisher | undefined;
  #sequence = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(powerW: PowerW) {
    this.powerW = powerW;
  }

  /** Connects, with a last will, and begins to send. It comes back by itself when the broker does. */
  async begin(url: string): Promise<void> {
    this.#publisher = await createPublisher(url, { status: STATUS }, SILENT);
    this.#timer = setInterval(() => {
      this.importWh += (this.powerW * EVERY_MS) / 3_600_000;
      void this.tell();
    }, EVERY_MS);
  }

  /** Stops sending; the connection stays. */
  pause(): void {
    clearInterval(this.#timer);
  }

  /** Sends one telegram, if there is a connection. */
  async tell(retain = false): Promise<void> {
    await this.#publisher?.publish("han/telegram", this.telegram(), { retain, qos: 0 }).catch(() => undefined);
  }

  telegram(): string {
    this.#sequence += 1;
    const [seq, up] = [this.#sequence, this.#sequence];
    const obis = {
      "1-0:1.7.0": this.powerW,
      "1-0:2.7.0": 0,
      "1-0:1.8.0": Math.round(this.importWh),
      "1-0:2.8.0": 7_000,
    };
    return JSON.stringify({ v: 1, seq, up, fmt: "efs", obis });
  }

  async end(): Promise<void> {
    this.pause();
    await this.#publisher?.end();
    this.#publisher = undefined;
  }
}
