import type { PreviewConfig } from "../config/config.ts";
import { layoutsOf } from "../kiosk/display-line.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { Reloader } from "../kiosk/reloader.ts";
import type { Log } from "../log.ts";
import { Access } from "./access.ts";
import { createApp } from "./app.ts";
import { loadAssets } from "./assets.ts";
import { serveHttp } from "./http-server.ts";
import { refuseOpenDoors } from "./open-doors.ts";
import { watchFiles } from "./watch-files.ts";

/** What a preview is given. */
export interface PreviewParts {
  readonly kiosk: Kiosk;
  readonly reloader: Reloader;
  readonly log: Log;
  /** Whether what it shows is made up. */
  readonly isSimulated: boolean;
  /** The configuration's file to be watched, absolute; absent when there is none. */
  readonly file?: string;
}

/** A page that is served. */
export interface Preview {
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Serves the page of a running kiosk, and has the kiosk read its files again whenever they change.
 * @throws WattframeError `PREVIEW_REFUSED` when it would be open to the network without a password, `PREVIEW_LISTEN` when the
 * address cannot be had
 */
export async function startPreview(config: PreviewConfig, parts: PreviewParts): Promise<Preview> {
  refuseOpenDoors(config);
  const { kiosk, reloader, log } = parts;
  const access = new Access(config, log);
  const watch = (listener: () => void) => {
    const ends = [kiosk.watch(listener), reloader.watch(listener)];
    return () => {
      for (const end of ends) end();
    };
  };
  const { hasPassword } = access;
  const assets = await loadAssets();
  const reloads: (() => void)[] = [];
  const onReload = (listener: () => void) => void reloads.push(reloader.watch(listener));
  const app = createApp({ ...parts, ...config, watch, onReload, access, hasPassword, assets });
  const server = await serveHttp(app, config.listen, log).catch((thrown: unknown) => {
    for (const end of reloads) end();
    throw thrown;
  });
  const files = parts.file === undefined ? [] : [parts.file];
  const watched = { files, folders: layoutsOf(kiosk.state.config).folders };
  const watcher = watchFiles(watched, () => void reloader.reload(), log);
  await watcher.ready;
  log.info({ address: server.address }, "the preview listens");
  return {
    address: server.address,
    stop: async () => {
      for (const end of reloads) end();
      await Promise.all([watcher.stop(), server.stop()]);
    },
  };
}
