import { ALIAS_LANGUAGES, languageOf } from "../view/language-of.ts";
import { da } from "./da.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { et } from "./et.ts";
import { fi } from "./fi.ts";
import { fr } from "./fr.ts";
import { nb } from "./nb.ts";
import { nl } from "./nl.ts";
import { sv } from "./sv.ts";
import type { Words } from "./words.ts";

/** Every language that a picture speaks, the fallback first. */
export const LANGUAGES: readonly Words[] = [en, fi, sv, nb, da, nl, de, fr, et];

/** Codes of the languages that a locale may name: those with words, and those that are written as one of them. */
export const KNOWN_LANGUAGES: readonly string[] = [...LANGUAGES.map(({ language }) => language), ...ALIAS_LANGUAGES];

/** The words for a locale such as `fi-FI`; English where its language is not among them. */
export function wordsFor(locale: string): Words {
  const wanted = languageOf(locale);
  return LANGUAGES.find(({ language }) => language === wanted) ?? en;
}
