import { expect, it } from "vitest";
import type { CommandContext } from "../../../src/command/context.ts";
import { runKiosk } from "../../../src/command/run-kiosk.ts";
import { localPreview, simulatedConfig } from "../../../src/command/simulated-config.ts";
import { SILENT } from "../../../src/log.ts";

it("refuses a page that is open to the network before days are simulated and anything is opened", async () => {
  const happened: string[] = [];
  const context: CommandContext = {
    env: {},
    stopSignal: () => new AbortController().signal,
    exitNow: () => undefined,
    onReload: () => {
      happened.push("listens for reloads");
      return () => undefined;
    },
    print: () => Promise.resolve(),
    notify: () => undefined,
    setExitCode: () => undefined,
  };
  const broker = { kind: "remote", url: "mqtt://127.0.0.1", keepaliveS: 30 } as const;
  const preview = localPreview({ host: "0.0.0.0", port: 0 });
  const config = simulatedConfig({ name: "preview", locale: "en-GB", broker, preview }, "never-written.png");
  const running = runKiosk(config, SILENT, context, {
    load: () => Promise.resolve(config),
    readMs: Date.now(),
    isSimulated: true,
    past: () => {
      happened.push("simulated days");
    },
    openSource: () => {
      happened.push("a source");
      return Promise.reject(new Error("unwanted"));
    },
  });
  await expect(running).rejects.toMatchObject({ code: "PREVIEW_REFUSED" });
  expect(happened).toEqual([]);
});
