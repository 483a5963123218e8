import { cancel, confirm, intro, isCancel, password, select, text } from "@clack/prompts";
import { PANELS } from "../panel/panels.ts";
import { brokerText, type Said } from "../setup/answers.ts";
import { takenText } from "../setup/broker-port.ts";
import type { Wires } from "../setup/wires.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";

/** What is known of the machine before the questions. */
export interface AskedOf {
  /** Port of the embedded broker where another program has it. */
  readonly takenPort: number | undefined;
  /** False for a folder alone: what concerns the network is not asked then. */
  readonly isMachine: boolean;
}

/**
 * Asks at the terminal for every answer that is not given, each with a proposal.
 * @returns undefined when the person ended it
 */
export async function askAnswers(proposed: Said, given: Partial<Said>, facts: AskedOf): Promise<Said | undefined> {
  // A serial console does not know its width, and at none each letter would stand on a line of its own.
  if (process.stdout.columns === 0) process.stdout.columns = 80;
  intro("Wattframe");
  const answers: Partial<Record<string, Said[keyof Said]>> = { ...given };
  for (const [key, ask] of Object.entries(QUESTIONS(proposed, facts))) {
    if (answers[key] !== undefined || (key === "page" && !facts.isMachine)) continue;
    const answer = await ask();
    if (isCancel(answer)) return ended();
    answers[key] = answer as string | number | boolean; // a symbol is what `isCancel` tells
  }
  return { ...proposed, ...answers };
}

/** Asks whether the changes that were shown are to be made. */
export async function askConsent(): Promise<boolean> {
  const isSure = await confirm({ message: "Write the configuration?" });
  if (isSure !== true) ended();
  return isSure === true;
}

function ended(): undefined {
  cancel("Nothing was written.");
  return undefined;
}

/** Asks a question of yes or no, yes being proposed; leaving it is a no. */
export async function askYes(message: string): Promise<boolean> {
  return (await confirm({ message })) === true;
}

type Question = () => Promise<string | number | boolean | symbol>;

const QUESTIONS = (
  proposed: Said,
  { takenPort }: AskedOf,
): Readonly<Record<Exclude<keyof Said, "trustClock" | keyof Wires>, Question>> => ({
  panel: () =>
    select<string>({
      message: "Which panel hangs on the wall?",
      initialValue: proposed.panel,
      options: [
        ...PANELS.map(({ id, name }) => ({ value: id, label: name })),
        { value: "none", label: "None: write the picture to a file" },
      ],
    }),
  mainFuse: () =>
    asNumber(text({ message: "Main fuse, amperes", initialValue: String(proposed.mainFuse), validate: isNumber })),
  phases: () =>
    select<number>({
      message: "Phases of the connection",
      initialValue: proposed.phases,
      options: [
        { value: 3, label: "3" },
        { value: 1, label: "1" },
      ],
    }),
  locale: () =>
    text({
      message: `Language, such as fi-FI (${KNOWN_LANGUAGES.join(", ")})`,
      initialValue: proposed.locale,
    }),
  timeZone: () => text({ message: "Time zone, where the days begin", initialValue: proposed.timeZone }),
  broker: () => (takenPort === undefined ? askBroker(proposed.broker) : askOtherBroker(takenPort)),
  prefix: () => text({ message: "First part of the reader's topics", initialValue: proposed.prefix }),
  page: () => confirm({ message: "Open the page to other machines, with a password?", initialValue: proposed.page }),
});

function askBroker(initialValue: string): Promise<string | symbol> {
  const message = "MQTT broker: embedded, or the address of one that is there (mqtt://user@host)";
  return text({ message, initialValue });
}

/** Asks what to do where another program has the embedded broker's port. */
async function askOtherBroker(port: number): Promise<string | symbol> {
  const here = `mqtt://127.0.0.1:${port}`;
  const way = await select<"here" | "port" | "other">({
    message: `MQTT broker: ${takenText(port)}`,
    options: [
      { value: "here", label: `Use that broker, ${here}` },
      { value: "port", label: "Be the broker at another port" },
      { value: "other", label: "Use a broker elsewhere" },
    ],
  });
  if (isCancel(way)) return way;
  if (way === "other") return askBroker("mqtt://");
  const asked =
    way === "port"
      ? await text({ message: "Port", initialValue: String(port + 1), validate: isNumber })
      : await text({ message: "User name at that broker; empty where it asks for none" });
  if (isCancel(asked)) return asked;
  if (way === "port") return `embedded:${asked}`;
  return brokerText({ kind: "url", url: here, ...(asked && { username: asked }) });
}

/** Asks for the password of a user of another broker. @returns undefined when the person ended it */
export async function askPassword(user: string): Promise<string | undefined> {
  const given = await password({ message: `Password of ${user} at the broker` });
  return isCancel(given) || given === "" ? ended() : given;
}

async function asNumber(answer: Promise<string | symbol>): Promise<number | symbol> {
  const given = await answer;
  return typeof given === "string" ? Number(given) : given;
}

function isNumber(given: string | undefined): string | undefined {
  return given?.trim() && Number.isFinite(Number(given)) ? undefined : "A number is expected.";
}
