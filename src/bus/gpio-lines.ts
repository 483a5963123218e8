import { WattframeError } from "../errors.ts";
import { ioError, openError } from "./bus-error.ts";
import {
  chipLabel,
  emptyChipInfo,
  encodeLineInfo,
  encodeLineRequest,
  encodeLineValue,
  GPIO,
  type LineRequest,
  lineConsumer,
  lineDescriptor,
  lineLevel,
} from "./gpio-abi.ts";
import { errnoOf, type Kernel } from "./kernel.ts";
import type { Level } from "./spi-bus.ts";
import { HEADER_LABELS } from "./wiring.ts";

/** Lines of one chip that are held until closed, by the order in which they were requested. */
export interface GpioLines {
  set(index: number, level: Level): void;
  get(index: number): Level;
  close(): void;
}

/** Name by which the kernel knows lines that this program holds. */
export const OWN_CONSUMER = "wattframe";

/** Remedy for lines that another program holds. */
export const HELD_HINT =
  "Stop the program that drives the panel, or give this display other pins; two displays cannot share these lines.";

/** A requested line, with its name in errors. */
export interface NamedLine extends LineRequest {
  readonly name: string;
}

/**
 * The path of the GPIO chip with this label, or without one the chip behind the 40-pin header.
 * @throws WattframeError `BUS_UNAVAILABLE` when no chip has it, or none may be opened
 */
export function findGpioChip(kernel: Kernel, label?: string): string {
  const chips = gpioChips(kernel);
  for (const wanted of label === undefined ? HEADER_LABELS : [label]) {
    const found = chips.find((chip) => chip.label === wanted);
    if (found !== undefined) return found.path;
  }
  const seen = chips.map((chip) => chip.label).join(", ");
  throw new WattframeError(
    "BUS_UNAVAILABLE",
    `No GPIO chip is called ${label ?? HEADER_LABELS.join(" or ")}${seen === "" ? "" : `; this machine has ${seen}`}.`,
    { hint: "Name the chip that the panel is wired to by its label, as gpiodetect prints it." },
  );
}

/**
 * Takes lines of a chip for this process.
 * @throws WattframeError `BUS_UNAVAILABLE` when one of them is held by another program, which is named where the kernel knows it
 */
export function requestLines(kernel: Kernel, chipPath: string, lines: readonly NamedLine[]): GpioLines {
  const chip = opened(kernel, chipPath);
  try {
    const request = encodeLineRequest(lines, OWN_CONSUMER);
    try {
      kernel.ioctl(chip, GPIO.GET_LINE, request);
    } catch (cause) {
      throw lineError(kernel, chip, lines, cause);
    }
    return heldLines(kernel, lineDescriptor(request), lines);
  } finally {
    kernel.close(chip);
  }
}

function heldLines(kernel: Kernel, fd: number, lines: readonly NamedLine[]): GpioLines {
  let isOpen = true;
  const name = (index: number) => `GPIO ${lines[index]?.offset} (${lines[index]?.name})`;
  return {
    set(index, level) {
      try {
        kernel.ioctl(fd, GPIO.SET_VALUES, encodeLineValue(index, level));
      } catch (cause) {
        throw ioError(`Setting ${name(index)}`, cause);
      }
    },
    get(index) {
      const values = encodeLineValue(index);
      try {
        kernel.ioctl(fd, GPIO.GET_VALUES, values);
      } catch (cause) {
        throw ioError(`Reading ${name(index)}`, cause);
      }
      return lineLevel(values, index);
    },
    close() {
      if (isOpen) kernel.close(fd);
      isOpen = false;
    },
  };
}

function gpioChips(kernel: Kernel): { path: string; label: string }[] {
  const names = kernel.list("/dev").filter((name) => /^gpiochip\d+$/.test(name));
  const failures: unknown[] = [];
  const chips = names.flatMap((name) => {
    const path = `/dev/${name}`;
    try {
      return [{ path, label: labelOf(kernel, path) }];
    } catch (failure) {
      failures.push(failure);
      return [];
    }
  });
  if (chips.length === 0 && failures.length > 0) throw failures[0];
  return chips;
}

function labelOf(kernel: Kernel, path: string): string {
  const fd = opened(kernel, path);
  try {
    const info = emptyChipInfo();
    kernel.ioctl(fd, GPIO.GET_CHIPINFO, info);
    return chipLabel(info);
  } finally {
    kernel.close(fd);
  }
}

function opened(kernel: Kernel, path: string): number {
  try {
    return kernel.open(path);
  } catch (cause) {
    throw openError(path, cause);
  }
}

/** Names the line that is taken and who holds it: the kernel only says that one of them is. */
function lineError(kernel: Kernel, chip: number, lines: readonly NamedLine[], cause: unknown): WattframeError {
  const wanted = lines.map(({ offset, name }) => `${offset} (${name})`).join(", ");
  if (errnoOf(cause) !== "EBUSY") {
    return new WattframeError(
      "BUS_UNAVAILABLE",
      `GPIO ${wanted} cannot be used: ${ioError("The request", cause).message}`,
      {
        hint: "Check the pins in the configuration against the chip that they are on.",
        cause,
      },
    );
  }
  const held = lines.flatMap(({ offset, name }) => {
    const consumer = consumerOf(kernel, chip, offset);
    return consumer === undefined ? [] : [`GPIO ${offset} (${name}) is held by ${consumer}`];
  });
  return new WattframeError(
    "BUS_UNAVAILABLE",
    `${held.join("; ") || `One of GPIO ${wanted} is held by another program`}.`,
    { hint: HELD_HINT, cause },
  );
}

const LINE_IS_USED = 1n; // GPIO_V2_LINE_FLAG_USED

/** Returns the program that holds a line; undefined when it is free, or unknown to the kernel. @param chip descriptor of the open chip */
export function consumerOf(kernel: Kernel, chip: number, offset: number): string | undefined {
  const info = encodeLineInfo(offset);
  try {
    kernel.ioctl(chip, GPIO.GET_LINEINFO, info);
  } catch {
    return undefined; // only the explanation is lost
  }
  return (info.readBigUInt64LE(72) & LINE_IS_USED) === 0n ? undefined : lineConsumer(info) || "another program";
}
