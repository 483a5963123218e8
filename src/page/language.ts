import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import { isLoaded, loadBrowserWords } from "../words/browser-languages.ts";
import { type Language, languageFor } from "./words/format.ts";

/** Language of everything below; the browser's where nobody provides one. */
export const LanguageContext = createContext<Language | undefined>(undefined);

/** Language of this part of the page. */
export function useLanguage(): Language {
  return useContext(LanguageContext) ?? languageFor(navigator.language, browserZone());
}

/** A locale as soon as its words are loaded; until then the one before. @param start locale whose words are loaded already */
export function useLoadedLocale(wanted: string, start: string): string {
  const [spoken, setSpoken] = useState(start);
  useEffect(() => {
    let isOver = false;
    void loadBrowserWords(wanted).then(() => isOver || setSpoken(wanted));
    return () => {
      isOver = true;
    };
  }, [wanted]);
  return isLoaded(wanted) ? wanted : spoken;
}

/** IANA time zone of the browser. */
export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Sentence that names the time zone where its clock differs from the browser's now; otherwise empty. */
export function zoneNote({ locale, timeZone, clock, page }: Language, nowMs: number): string {
  const own = languageFor(locale, browserZone()).clock.format(nowMs);
  return clock.format(nowMs) === own ? "" : page.zone.replace("{zone}", timeZone);
}
