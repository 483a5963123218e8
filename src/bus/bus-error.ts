import { messageOf, WattframeError } from "../errors.ts";
import { errnoOf } from "./kernel.ts";

const NO_SPI = "Switch SPI on: put dtparam=spi=on into /boot/firmware/config.txt and restart the machine.";
const NO_RIGHT = "Add this user to the groups spi and gpio (sudo usermod -aG spi,gpio USER), then log in again.";

/** Reasons why a device does not open, by the name of the errno; the system's own words are for programmers. */
const OPEN_REASONS = new Map([
  ["ENOENT", "it does not exist"],
  ["ENODEV", "it does not exist"],
  ["ENXIO", "it does not exist"],
  ["EACCES", "permission denied"],
  ["EPERM", "not permitted"],
  ["EBUSY", "another program uses it"],
]);

/** Returns why a device did not open, to follow a colon. */
export function openReason(cause: unknown): string {
  return OPEN_REASONS.get(errnoOf(cause) ?? "") ?? messageOf(cause);
}

/** Remedies for a device that cannot be opened, by the name of the errno. */
const OPEN_HINTS = new Map<string, (path: string) => string>([
  ["ENOENT", (path) => (path.includes("spidev") ? NO_SPI : "This kernel has no GPIO character device.")],
  ["ENODEV", () => NO_SPI],
  ["ENXIO", () => NO_SPI],
  ["EACCES", () => NO_RIGHT],
  ["EPERM", () => NO_RIGHT],
  ["EBUSY", (path) => `Another program has ${path} open: stop it.`],
]);

/** Returns the error for a device that did not open, with what to install, enable or stop. */
export function openError(path: string, cause: unknown): WattframeError {
  const hint = OPEN_HINTS.get(errnoOf(cause) ?? "")?.(path);
  return new WattframeError("BUS_UNAVAILABLE", `Cannot open ${path}: ${openReason(cause)}`, {
    ...(hint !== undefined && { hint }),
    cause,
  });
}

/** Returns the error for an open device that failed at its work. */
export function ioError(what: string, cause: unknown): WattframeError {
  return new WattframeError("BUS_IO", `${what} failed: ${messageOf(cause)}`, {
    hint: "Check the cable and the power supply of the panel; another program may be using the same device.",
    cause,
  });
}
