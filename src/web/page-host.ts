import type { Config, PreviewConfig } from "../config/config.ts";
import { WorkQueue } from "../work-queue.ts";
import type { Preview, PreviewParts } from "./preview.ts";

interface Served {
  readonly config: PreviewConfig;
  readonly key: string;
}

/** Keeps the kiosk's page as its configuration asks for it. The server is loaded only when it listens. */
export class PageHost {
  readonly #parts: PreviewParts;
  readonly #queue = new WorkQueue();
  #preview: Preview | undefined;
  /** Configuration that is served; absent while nothing is. */
  #served: Served | undefined;
  #isStopped = false;

  constructor(parts: PreviewParts) {
    this.#parts = parts;
  }

  /** Address of the page; absent when nothing listens. */
  get address(): string | undefined {
    return this.#preview?.address;
  }

  /**
   * Starts, restarts or ends the server where the configuration differs from what is served.
   * @throws WattframeError `PREVIEW_REFUSED`, `PREVIEW_LISTEN`; the page is then served as before, if it can be
   */
  update(): Promise<void> {
    return this.#queue.run(() => this.#update());
  }

  /** Stops the server. */
  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#queue.run(() => this.#preview?.stop());
  }

  async #update(): Promise<void> {
    if (this.#isStopped) return;
    const { config } = this.#parts.kiosk.state;
    const before = this.#served;
    if (keyOf(config) === (before?.key ?? "")) return;
    await this.#preview?.stop();
    this.#preview = undefined;
    this.#served = undefined;
    try {
      await this.#serve(config.preview, keyOf(config));
    } catch (thrown) {
      // A page at the old place is better than none; the next reload tries again.
      await this.#serve(before?.config, before?.key ?? "").catch(() => {});
      throw thrown;
    }
  }

  async #serve(config: PreviewConfig | undefined, key: string): Promise<void> {
    if (!config) return;
    const { startPreview } = await import("./preview.ts");
    this.#preview = await startPreview(config, this.#parts);
    this.#served = { config, key };
  }
}

/** Key that differs when a configuration needs a new server. */
function keyOf({ preview, layouts }: Config): string {
  if (!preview) return "";
  const { listen, hosts, password, tokens, trustProxy } = preview;
  const revealed = [...tokens].map(([display, token]) => [display, token.reveal()]);
  return JSON.stringify([listen, hosts, password?.reveal(), revealed, trustProxy, layouts]);
}
