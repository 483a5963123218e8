import { LanguageContext, useLanguage } from "../language.ts";
import type { LivePage } from "../net/live-page.ts";
import { languageFor } from "../words/format.ts";
import { connectionSentence } from "../words/sentences.ts";
import { DisplayCard } from "./display-card.tsx";

/** Every display of the kiosk with its picture and state, in the time zone of its meter. */
export function LiveTab({ live: { connection, state } }: { readonly live: LivePage }) {
  const language = useLanguage();
  if (state === undefined) {
    return <p class="plain">{`${connectionSentence(connection, Date.now(), language)} …`}</p>;
  }
  const zoneOf = (meter: string) => state.meters.find(({ name }) => name === meter)?.timeZone;
  if (state.displays.length === 0) return <p class="plain">{language.page.live.noDisplay}</p>;
  return (
    <>
      {state.displays.map((display) => (
        <LanguageContext.Provider
          key={display.name}
          value={languageFor(language.locale, zoneOf(display.meter) ?? language.timeZone)}
        >
          <DisplayCard display={display} connection={connection} />
        </LanguageContext.Provider>
      ))}
    </>
  );
}
