import { errorFacts } from "../errors.ts";

/** One part of a report. */
export interface ReportPart {
  readonly title: string;
  /** False where it could not be collected; its text then says why. */
  readonly ok: boolean;
  readonly text: string;
}

/** Source of one part. */
export interface PartSource {
  readonly title: string;
  /** Collects it, masked. @throws when it cannot be had, which keeps no other part out */
  readonly collect: () => Promise<string>;
}

/** Characters of one part; of a longer one the end is kept. */
const MAX_PART = 200_000;

/** Collects the parts one after the other, each on its own. @param mask masks what an error says */
export async function collected(
  sources: readonly PartSource[],
  mask: (text: string) => string,
): Promise<readonly ReportPart[]> {
  const parts: ReportPart[] = [];
  for (const { title, collect } of sources) {
    try {
      const text = await collect();
      parts.push({ title, ok: true, text: text.length > MAX_PART ? `…${text.slice(-MAX_PART)}` : text });
    } catch (thrown) {
      const { error, hint } = errorFacts(thrown);
      parts.push({ title, ok: false, text: mask(hint === undefined ? error : `${error}. ${hint}`) });
    }
  }
  return parts;
}

/** The report for people. */
export function reportText(heading: string, parts: readonly ReportPart[]): string {
  const texts = parts.map(({ title, ok, text }) => `== ${title}\n\n${ok ? "" : "Not available: "}${text.trimEnd()}\n`);
  return [`${heading}\n`, ...texts].join("\n");
}
