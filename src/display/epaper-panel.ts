import { leaveAsleep, runRecovering } from "../bus/recover.ts";
import { run } from "../bus/run.ts";
import type { SpiBus } from "../bus/spi-bus.ts";
import type { Timing } from "../bus/timing.ts";
import { errorFacts } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ControlledPanel } from "../panel/controllers.ts";
import type { ControllerState, RefreshJob } from "../panel/refresh-job.ts";
import { refreshSteps, sleepSteps } from "../panel/refresh-steps.ts";
import { WorkQueue } from "../work-queue.ts";

/** Bus, clock and log of a panel. */
export interface PanelEnvironment {
  /** Opens the wires. @throws WattframeError `BUS_UNAVAILABLE` */
  openBus(): Promise<SpiBus>;
  readonly timing: Timing;
  /** Calls back after so many milliseconds, unless the returned function is called before. */
  later(ms: number, work: () => void): () => void;
  readonly log: Log;
}

/** Longest time that a panel waits powered off with its picture in RAM, before it is put to deep sleep. */
export const IDLE_MS = 50_000;

/**
 * One panel on its wires: opened with the first refresh, one thing at a time, asleep when nothing comes for a minute. After a
 * failure the bus is closed, and the next refresh opens it again and begins with a reset.
 */
export class EpaperPanel {
  readonly #panel: ControlledPanel;
  readonly #environment: PanelEnvironment;
  #bus: SpiBus | undefined;
  #state: ControllerState = "reset";
  #cancelSleep: () => void = () => undefined;
  readonly #queue = new WorkQueue();

  constructor(panel: ControlledPanel, environment: PanelEnvironment) {
    this.#panel = panel;
    this.#environment = environment;
  }

  /** Opens the wires where they are not open, so that a fault of the bus comes before anything is decided or stored. */
  open(): Promise<void> {
    return this.#queue.run(async () => {
      this.#bus ??= await this.#environment.openBus();
    });
  }

  /**
   * Runs one refresh, with a reset and a second try when it fails.
   * @returns whether the second try was needed
   * @throws WattframeError `BUSY_TIMEOUT` or `BUS_IO`; the panel was then left asleep as well as it could be
   */
  refresh(job: Omit<RefreshJob, "from">): Promise<boolean> {
    return this.#queue.run(async () => {
      this.#cancelSleep();
      this.#bus ??= await this.#environment.openBus();
      const from = this.#state;
      const work = {
        first: () => refreshSteps(this.#panel, { ...job, from }),
        again: () => refreshSteps(this.#panel, { ...job, from: "reset" }),
        sleep: () => sleepSteps(this.#panel),
      };
      const recovered = await this.#failing(runRecovering(this.#bus, work, this.#recovery()));
      this.#state = job.leave;
      if (job.leave === "idle") this.#cancelSleep = this.#environment.later(IDLE_MS, () => void this.#sleep());
      return recovered;
    });
  }

  /** Puts the panel to sleep where it is not, and closes the bus. Never throws. */
  async close(): Promise<void> {
    this.#cancelSleep();
    await this.#sleep();
    await this.#queue.run(async () => this.#closeBus());
  }

  #sleep(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#bus === undefined || this.#state !== "idle") return;
      this.#state = "asleep";
      const sleep = () => sleepSteps(this.#panel);
      await run(this.#bus, sleep(), this.#recovery()).catch((failure: unknown) => {
        this.#environment.log.warn({ panel: this.#panel.id, ...errorFacts(failure) }, "the panel did not go to sleep");
        return this.#bus && leaveAsleep(this.#bus, { sleep }, this.#recovery());
      });
    });
  }

  async #failing<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (failure) {
      this.#closeBus();
      throw failure;
    }
  }

  #closeBus(): void {
    this.#bus?.close();
    this.#bus = undefined;
    this.#state = "reset";
  }

  #recovery() {
    const { log, timing } = this.#environment;
    return { timing, warn: (facts: object, message: string) => log.warn({ panel: this.#panel.id, ...facts }, message) };
  }
}
