import type { DashboardUpdate } from "../../dashboard/dashboard.ts";
import { withUpdate } from "../../dashboard/with-update.ts";
import { ROUTES } from "../../web/protocol.ts";
import { browserMonoMs } from "../clock.ts";
import { EventLink } from "../net/event-link.ts";
import type { Connection } from "../net/live-page.ts";
import { useSource } from "../net/use-source.ts";
import type { Told } from "./told.ts";

/** Values of a meter, and state of the connection to the kiosk. */
export interface ValuesPage {
  readonly connection: Connection;
  readonly told?: Told;
}

/** Hears the values of one meter for as long as it is open. */
export class ValuesSource {
  readonly #tell: (page: ValuesPage) => void;
  readonly #link: EventLink;
  #page: ValuesPage = { connection: { kind: "connecting" } };

  /** @param tell told of every change */
  constructor(meter: string, tell: (page: ValuesPage) => void) {
    this.#tell = tell;
    this.#link = new EventLink(`${ROUTES.values}?meter=${encodeURIComponent(meter)}`, {
      event: "values",
      hear: (data, isFirst) => this.#hear(data, isFirst),
      lose: () => this.#lose(),
    });
  }

  /** Connects, or reconnects. */
  open(): void {
    this.#link.open();
  }

  /** Ends for good; nothing more is told. */
  close(): void {
    this.#link.close();
  }

  #hear(data: string, isFirst: boolean): void {
    const update = JSON.parse(data) as DashboardUpdate;
    const dashboard = withUpdate(isFirst ? undefined : this.#page.told?.dashboard, update);
    this.#say({ connection: { kind: "live" }, told: { dashboard, heardAtMs: browserMonoMs() } });
  }

  #lose(): void {
    if (this.#page.connection.kind === "lost") return;
    this.#say({ ...this.#page, connection: { kind: "lost", sinceMs: Date.now() } });
  }

  #say(page: ValuesPage): void {
    this.#page = page;
    this.#tell(page);
  }
}

/** Values of a meter; follow each event of the kiosk. */
export function useValues(meter: string): ValuesPage {
  return useSource<ValuesPage>((tell) => new ValuesSource(meter, tell), meter);
}
