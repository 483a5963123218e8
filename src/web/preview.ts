import type { PreviewConfig } from "../config/config.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import { layoutsOf } from "../kiosk/kiosk-display.ts";
import type { Reloader } from "../kiosk/reloader.ts";
import type { Log } from "../log.ts";
import { Access } from "./access.ts";
import { createApp } from "./app.ts";
import { loadAssets } from "./assets.ts";
import { KioskGallery } from "./gallery-routes.ts";
import { serveHttp } from "./http-server.ts";
import { liveState } from "./live-state.ts";
import { requirePassword } from "./require-password.ts";
import { watchFiles } from "./watch-files.ts";

/** Kiosk whose page is served, and what belongs to it. */
export interface PreviewParts {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  readonly log: Log;
  /** Set where the meter is simulated. */
  readonly isSimulated: boolean;
  /** Absolute path of the configuration's file, which is watched; absent when there is none. */
  readonly file?: string;
}

/** A running page. */
export interface Preview {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Serves the page of a running kiosk, and reloads the kiosk whenever its files change.
 * @throws WattframeError `PREVIEW_REFUSED` when it would be open to the network without a password, `PREVIEW_LISTEN` when the
 * address is not available
 */
export async function startPreview(config: PreviewConfig, parts: PreviewParts): Promise<Preview> {
  requirePassword(config);
  const { kiosk, reloader, log } = parts;
  const access = new Access(config, log);
  const watch = (listener: () => void) => {
    const ends = [kiosk.watch(listener), reloader.watch(listener)];
    return () => {
      for (const end of ends) end();
    };
  };
  const facts = { reloader, isSimulated: parts.isSimulated, hasPassword: access.hasPassword };
  const gallery = new KioskGallery(kiosk);
  const streams = { kiosk, liveState: () => liveState(kiosk, facts), watch };
  const assets = await loadAssets();
  const { hosts, trustProxy } = config;
  const app = createApp({ kiosk, access, assets, streams, gallery, hosts, trustProxy, log });
  const server = await serveHttp(app, config.listen, log);
  const endReloads = reloader.watch(() => gallery.layoutsChanged());
  const files = parts.file === undefined ? [] : [parts.file];
  const watched = { files, folders: layoutsOf(kiosk.state.config).folders };
  const watcher = watchFiles(watched, () => void reloader.reload(), log, reloader.readMs);
  await watcher.ready;
  log.info({ address: server.address }, "the page is served");
  return {
    address: server.address,
    stop: async () => {
      endReloads();
      await Promise.all([watcher.stop(), server.stop()]);
    },
  };
}
