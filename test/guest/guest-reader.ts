import { connect, type MqttClient } from "mqtt";
import type { Quantity } from "../../src/meter/quantity.ts";
import { asReader } from "../../src/simulator/as-reader.ts";
import { scenarioOf } from "../../src/simulator/scenario.ts";
import { type SimTelegram, simulate } from "../../src/simulator/simulate.ts";

const EVERY_MS = 5_000;

type Values = { readonly [Q in Quantity]?: number };

/** A reader that publishes a simulated house, as the one of this project does, and connects again by itself. */
export class GuestReader {
  /** Load on the first phase beside the simulated house, watts. */
  loadW = 0;
  /** Energy that the load has taken, watt-hours. */
  #loadWh = 0;
  readonly #client: MqttClient;
  readonly #timer: NodeJS.Timeout;
  readonly #telegrams: Iterator<SimTelegram>;
  readonly #bootMs = Date.now();
  #seq = 0;

  /** @param port of this machine, which leads to the guest's broker */
  constructor(port: number, password: string, timeZone: string) {
    const span = { fromMs: this.#bootMs, toMs: Number.POSITIVE_INFINITY, intervalMs: EVERY_MS };
    this.#telegrams = simulate({ scenario: scenarioOf("day"), seed: 1, timeZone, ...span });
    this.#client = connect({ host: "127.0.0.1", port, username: "reader", password, reconnectPeriod: 1_000 });
    this.#client.on("error", () => {}); // the machine is off, or not there yet
    this.#timer = setInterval(() => this.#publish(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#client.end(true);
  }

  #publish(): void {
    const { value: telegram } = this.#telegrams.next();
    this.#loadWh += (this.loadW * EVERY_MS) / 3_600_000;
    if (!this.#client.connected || telegram === undefined || !("values" in telegram)) return;
    const values = this.#loaded(telegram.values);
    const context = { prefix: "han", bootMs: this.#bootMs, seq: ++this.#seq };
    for (const { topic, payload, retain, qos } of asReader.messages({ ...telegram, values }, context))
      this.#client.publish(topic, Buffer.from(payload), { retain, qos });
  }

  /** The values of the house with the load, whose current is rounded as a meter does. */
  #loaded(values: Values): Values {
    const added: Values = {
      activePowerImportW: this.loadW,
      activePowerImportL1W: this.loadW,
      currentL1A: Math.round(this.loadW / 23) / 10,
      activeEnergyImportWh: Math.round(this.#loadWh),
    };
    const sums = Object.entries(added).map(([key, more]) => [key, (values[key as Quantity] ?? 0) + more]);
    return { ...values, ...(Object.fromEntries(sums) as Values) };
  }
}
