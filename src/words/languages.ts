import { ofLocale } from "./browser-languages.ts";
import { en } from "./en.ts";
import { fi } from "./fi.ts";
import type { Words } from "./words.ts";

/** Every language that a picture speaks, the fallback first. */
export const LANGUAGES: readonly Words[] = [en, fi];

/** The words for a locale such as `fi-FI`; English where its language is not among them. */
export function wordsFor(locale: string): Words {
  return ofLocale(LANGUAGES, locale) ?? en;
}
