import { Command, InvalidArgumentError, Option } from "commander";
import { PANELS } from "../panel/panels.ts";
import type { Said } from "../setup/answers.ts";
import { MACHINE_FOLDER } from "../setup/target.ts";
import { type Pins, pinsIn } from "../setup/wires.ts";

/** Options of `setup` as commander parses them. */
export interface SetupOptions extends Partial<Said> {
  readonly brokerPasswordFile?: string;
  readonly out?: string;
  readonly root: string;
  readonly service: boolean;
  readonly bootLines?: boolean;
  readonly testPattern?: boolean;
  readonly deb?: string;
  readonly newPassword?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** The verb `setup` with its options, without what it does. */
export function setupVerb(): Command {
  const verb = new Command("setup").description(
    "Sets this machine up from a few answers: configuration, the reader's password and its secrets.yaml, and the service.",
  );
  for (const option of [...answerOptions(), ...machineOptions(), ...runOptions()]) verb.addOption(option);
  return verb.addHelpText(
    "after",
    [
      "\nSafe to run again: what is configured is proposed, passwords are kept, and a file that changes is kept under a",
      "dated name. With the same answers nothing changes. With --yes and no answer, a configuration that is there stays as it is.",
    ].join("\n"),
  );
}

function answerOptions(): readonly Option[] {
  return [
    new Option("--panel <id>", "the e-paper panel; none for a picture file").choices([
      "none",
      ...PANELS.map(({ id }) => id),
    ]),
    new Option("--spi <device>", "the panel's SPI device, where it is not that of the vendor's HAT"),
    new Option("--gpio-chip <label>", "label of its GPIO chip, where that is not the 40-pin header's"),
    new Option("--pins <lines>", "its GPIO lines that are not the HAT's, such as dc=22,busy=23,pwr=none").argParser(
      pins,
    ),
    new Option("--main-fuse <A>", "the main fuse in amperes").argParser(number),
    new Option("--phases <n>", "phases of the connection, 1 or 3").argParser(number),
    new Option("--locale <x>", "language of the words, such as fi-FI"),
    new Option("--time-zone <zone>", "where the days begin, such as Europe/Helsinki; this machine's by default"),
    new Option("--broker <address>", "embedded, embedded:PORT, or the address of another broker, mqtt://user@host"),
    new Option("--broker-password-file <file>", "file that contains the password of that user"),
    new Option("--prefix <topic>", "first part of the reader's topics"),
    new Option("--page", "open the page to other machines, with a password in a file"),
    new Option("--no-page", "keep the page to this machine"),
    new Option("--trust-clock", "believe this machine's clock though nothing says that it is synchronised"),
  ];
}

/** What is done to this machine, and has no sense for a folder alone. */
function machineOptions(): readonly Option[] {
  return [
    new Option("--out <dir>", `write into this folder and touch nothing else (default: ${MACHINE_FOLDER}, as root)`),
    new Option("--no-service", "leave the service as it is"),
    new Option("--boot-lines", "switch SPI on in the firmware's config.txt where the panel needs it").conflicts("out"),
    new Option("--no-boot-lines", "leave config.txt as it is"),
    new Option("--test-pattern", "show the test pattern on the panel at the end").conflicts("out"),
    new Option("--deb <file>", "keep this package for going back to it; the last two are kept").conflicts("out"),
    new Option("--root <dir>", "root folder of the machine").default("/").hideHelp(),
  ];
}

function runOptions(): readonly Option[] {
  return [
    new Option("--new-password", "invent another password for the reader"),
    new Option("--dry-run", "say what would change, and change nothing"),
    new Option(
      "--yes",
      "ask nothing: what is not given is taken as proposed, and config.txt is left without --boot-lines",
    ),
    new Option("--json", "print what became of each file, and the commands run, as one JSON list"),
  ];
}

/** The answers among the options. */
export function givenOf(options: SetupOptions): Partial<Said> {
  const { panel, spi, gpioChip, pins, mainFuse, phases, locale, timeZone, broker, prefix, trustClock, page } = options;
  const all = { panel, spi, gpioChip, pins, mainFuse, phases, locale, timeZone, broker, prefix, trustClock, page };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("A number is expected.");
  return value;
}

function pins(text: string): Pins {
  const given = pinsIn(text);
  if (given === undefined) throw new InvalidArgumentError("Pins and their lines are expected, such as dc=22,pwr=none.");
  return given;
}
