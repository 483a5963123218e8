import { cancel, confirm, intro, isCancel, select, text } from "@clack/prompts";
import { PANELS } from "../panel/panels.ts";
import type { Said } from "../setup/answers.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";

/**
 * Asks at the terminal for every answer that is not given, each with a proposal.
 * @returns undefined when the person ended it
 */
export async function askAnswers(proposed: Said, given: Partial<Said>): Promise<Said | undefined> {
  // A serial console does not know its width, and at none each letter would stand on a line of its own.
  if (process.stdout.columns === 0) process.stdout.columns = 80;
  intro("Wattframe");
  const answers: Record<string, string | number> = { ...given };
  for (const [key, ask] of Object.entries(QUESTIONS(proposed))) {
    if (answers[key] !== undefined) continue;
    const answer = await ask();
    if (isCancel(answer)) return ended();
    answers[key] = answer as string | number; // a symbol is what `isCancel` tells
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

type Question = () => Promise<string | number | symbol>;

const QUESTIONS = (proposed: Said): Readonly<Record<keyof Said, Question>> => ({
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
  broker: () =>
    text({
      message: "MQTT broker: embedded, or the address of one that is there (mqtt://user@host)",
      initialValue: proposed.broker,
    }),
  prefix: () => text({ message: "First part of the reader's topics", initialValue: proposed.prefix }),
});

async function asNumber(answer: Promise<string | symbol>): Promise<number | symbol> {
  const given = await answer;
  return typeof given === "string" ? Number(given) : given;
}

function isNumber(given: string | undefined): string | undefined {
  return given?.trim() && Number.isFinite(Number(given)) ? undefined : "A number is expected.";
}
