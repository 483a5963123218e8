import { open, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import { WorkQueue } from "../work-queue.ts";

/** Paths at which the kernel shows its text consoles. */
export interface ConsolePaths {
  readonly vtConsoles: string;
  /** The terminal whose cursor is hidden where the console cannot be taken off. */
  readonly terminal: string;
}

/** The kernel's own places. */
export const CONSOLE_PATHS: ConsolePaths = { vtConsoles: "/sys/class/vtconsole", terminal: "/dev/tty1" };

/** A display's request for a framebuffer without the text console. */
export interface ConsoleOff {
  /** Takes the console off where it is on. Logs what it could not do; never throws. */
  take(): Promise<void>;
  /** Ends the request; the last one puts the console back as it was. Idempotent; never throws. */
  giveBack(): Promise<void>;
}

/** A machine has one set of text consoles, whatever number of framebuffers and displays. */
interface TextConsoles {
  requests: number;
  /** Puts them back; absent while they are as they were. */
  restore: (() => Promise<void>) | undefined;
  readonly queue: WorkQueue;
}

const CONSOLES = new Map<string, TextConsoles>();

/**
 * Requests the text console off the framebuffer, so that no cursor and no message is drawn over the picture. The request counts
 * at once, so that a display which follows another keeps the console off; nothing is touched before it is taken.
 */
export function requestConsoleOff(log: Log, paths: ConsolePaths = CONSOLE_PATHS): ConsoleOff {
  const consoles = CONSOLES.get(paths.vtConsoles) ?? { requests: 0, restore: undefined, queue: new WorkQueue() };
  CONSOLES.set(paths.vtConsoles, consoles);
  consoles.requests++;
  let isRequested = true;
  return {
    take: () =>
      consoles.queue.run(async () => {
        if (isRequested) consoles.restore ??= await hideConsole(log, paths);
      }),
    giveBack: () => {
      if (isRequested) consoles.requests--;
      isRequested = false;
      return consoles.queue.run(async () => {
        if (consoles.requests > 0) return;
        await consoles.restore?.();
        consoles.restore = undefined;
      });
    },
  };
}

/** Takes the console off, or hides the cursor at least where that is not allowed. @returns what puts everything back */
async function hideConsole(log: Log, paths: ConsolePaths): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const bind of await boundConsoles(paths.vtConsoles)) {
      await writeFile(bind, "0");
      undo.push(() => writeFile(bind, "1"));
    }
  } catch (failure) {
    log.warn(
      { error: messageOf(failure) },
      "the text console stays on the framebuffer and may draw over the picture: only root may take it off, see doc/hardware.md",
    );
    if (await printed(paths.terminal, HIDE_CURSOR))
      undo.push(async () => void (await printed(paths.terminal, SHOW_CURSOR)));
  }
  return async () => {
    for (const step of undo.splice(0).reverse()) {
      await step().catch((failure: unknown) =>
        log.warn({ error: messageOf(failure) }, "the text console could not be put back"),
      );
    }
  };
}

/**
 * Darkens or lights the screen of a framebuffer, where its driver can.
 * @param sysfs folder of the framebuffer
 * @returns whether the driver took it
 */
export async function setBlank(sysfs: string, isBlank: boolean): Promise<boolean> {
  try {
    await writeFile(join(sysfs, "blank"), isBlank ? POWER_DOWN : UNBLANK, { flag: "r+" });
    return true;
  } catch {
    return false; // drivers without it answer with an error, there is no other way to find out
  }
}

const UNBLANK = "0"; // FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN of linux/fb.h
const POWER_DOWN = "4";
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** The switches of the consoles that draw on a framebuffer and are on. */
async function boundConsoles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []); // no such folder: a kernel without text consoles
  const found: string[] = [];
  for (const name of names) {
    const label = await readFile(join(folder, name, "name"), "utf8");
    const bind = join(folder, name, "bind");
    if (/frame buffer device/i.test(label) && (await readFile(bind, "utf8")).trim() === "1") found.push(bind);
  }
  return found;
}

async function printed(terminal: string, text: string): Promise<boolean> {
  try {
    const file = await open(terminal, "r+");
    try {
      await file.write(text);
    } finally {
      await file.close();
    }
    return true;
  } catch {
    return false; // the log already says that the console stays
  }
}
