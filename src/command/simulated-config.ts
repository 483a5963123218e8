import { createServer } from "node:net";
import type { Config, PreviewConfig } from "../config/config.ts";
import { CONFIG_CONTEXT } from "../config/config-context.ts";
import { DISPLAY_DEFAULTS } from "../config/defaults.ts";
import { FaultsError } from "../config/fault.ts";
import { SIMULATED_METER } from "../simulator/simulated-meter.ts";
import type { ListenAt } from "../source/listener.ts";

/** The page on this machine alone, for a person who looks at simulated values. */
export function localPreview(listen: ListenAt): PreviewConfig {
  return { listen, tokens: new Map(), hosts: [], trustProxy: [] };
}

/** A kiosk with a simulated house and one picture of the usual size. */
export function simulatedConfig(
  own: Pick<Config, "name" | "locale" | "broker" | "preview">,
  pictureFile: string,
): Config {
  return {
    file: "the built-in configuration",
    ...own,
    meters: [SIMULATED_METER],
    clock: { trusted: true },
    log: { level: "info" },
    displays: [
      {
        name: "balance",
        kind: "png-file",
        meter: SIMULATED_METER.name,
        layout: DISPLAY_DEFAULTS.layout,
        theme: DISPLAY_DEFAULTS.theme,
        refresh: DISPLAY_DEFAULTS.refresh,
        options: { path: pictureFile, size: "800x480", palette: "black-white" },
      },
    ],
  };
}

/** The same configuration again, if the layouts as they are now are good. @throws FaultsError `LAYOUT_INVALID` */
export async function withLayoutsChecked(config: Config): Promise<Config> {
  const { faults = [] } = (await CONFIG_CONTEXT.layouts?.(config.layouts)) ?? {};
  if (faults.length > 0) throw new FaultsError("LAYOUT_INVALID", faults);
  return config;
}

/** Returns that port of the loopback, or another free one where it is taken. */
export async function freePort(wanted: number): Promise<number> {
  for (const port of [wanted, 0]) {
    const server = createServer();
    const got = await new Promise<number | undefined>((done) => {
      server.once("error", () => done(undefined));
      server.listen(port, "127.0.0.1", () => {
        const address = server.address();
        done(typeof address === "object" && address ? address.port : undefined);
      });
    });
    if (got === undefined) continue;
    await new Promise((done) => server.close(done));
    return got;
  }
  return wanted;
}
