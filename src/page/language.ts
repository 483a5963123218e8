import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Language, languageFor } from "./words/format.ts";

/** Language of everything below; the browser's where nobody provides one. */
export const LanguageContext = createContext<Language | undefined>(undefined);

/** Language of this part of the page. */
export function useLanguage(): Language {
  return useContext(LanguageContext) ?? languageFor(navigator.language, browserZone());
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
