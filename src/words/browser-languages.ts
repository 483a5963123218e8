import { languageOf } from "../view/language-of.ts";
import { enBrowser } from "./en.ts";
import type { BrowserWords } from "./words.ts";

/** Every language but English, as a part of the page that is loaded when it is wanted. */
const LATER: Readonly<Record<string, () => Promise<BrowserWords>>> = {
  fi: async () => (await import("./fi.ts")).fi,
  sv: async () => (await import("./sv.ts")).sv,
  nb: async () => (await import("./nb.ts")).nb,
  da: async () => (await import("./da.ts")).da,
  nl: async () => (await import("./nl.ts")).nl,
  de: async () => (await import("./de.ts")).de,
  fr: async () => (await import("./fr.ts")).fr,
  et: async () => (await import("./et.ts")).et,
};

/** Codes of every language that the page speaks, the fallback first. */
export const BROWSER_LANGUAGES: readonly string[] = [enBrowser.language, ...Object.keys(LATER)];

const loaded = new Map<string, BrowserWords>([[enBrowser.language, enBrowser]]);

/** The page's words for a locale such as `fi-FI`; English where its language is none of them, or not loaded. */
export function browserWordsFor(locale: string): BrowserWords {
  return loaded.get(languageOf(locale)) ?? enBrowser;
}

/** Returns whether {@link browserWordsFor} has what there is for a locale without loading anything. */
export function isLoaded(locale: string): boolean {
  const language = languageOf(locale);
  return loaded.has(language) || LATER[language] === undefined;
}

/** Loads the words of a locale's language. Where that fails, they stay English. */
export async function loadBrowserWords(locale: string): Promise<void> {
  const language = languageOf(locale);
  const load = LATER[language];
  if (load === undefined || loaded.has(language)) return;
  try {
    loaded.set(language, await load());
  } catch {
    // The server is gone, or has a newer page: English is understood better than nothing, and the next load tries again.
  }
}
