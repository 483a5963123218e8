import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

/** What keeps a browser for tests to itself: no sandbox in containers, no graphics card, nothing over the network by its own. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a real Chromium for tests; whoever starts it closes it.
 * @throws Error that says how to install it when there is none
 */
export async function startChromium(): Promise<Browser> {
  const path = [process.env["CHROMIUM"], ...PLACES].find((place) => place !== undefined && existsSync(place));
  if (path === undefined) {
    throw new Error(`no Chromium in ${PLACES.join(", ")}: apt-get install chromium, or set CHROMIUM to its path`);
  }
  return chromium.launch({ executablePath: path, args: ARGUMENTS });
}
