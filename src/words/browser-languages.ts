import { enBrowser } from "./en.ts";
import { fiBrowser } from "./fi.ts";
import type { BrowserWords } from "./words.ts";

/** Every language that the page speaks, the fallback first. */
export const BROWSER_LANGUAGES: readonly BrowserWords[] = [enBrowser, fiBrowser];

/** The page's words for a locale such as `fi-FI`; English where its language is not among them. */
export function browserWordsFor(locale: string): BrowserWords {
  return ofLocale(BROWSER_LANGUAGES, locale) ?? enBrowser;
}

/** The language of a locale among some; undefined where it is none of them. */
export function ofLocale<W extends BrowserWords>(languages: readonly W[], locale: string): W | undefined {
  const { language } = new Intl.Locale(locale);
  return languages.find((words) => words.language === language);
}
