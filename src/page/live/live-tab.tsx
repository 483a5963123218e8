import type { LivePage } from "../net/live-page.ts";
import { connectionSentence } from "../words/sentences.ts";
import { DisplayCard } from "./display-card.tsx";

/** Every display of the kiosk: what it shows, and why. */
export function LiveTab({ live: { connection, state } }: { readonly live: LivePage }) {
  if (state === undefined) {
    return <p class="plain">{`${connectionSentence(connection, Date.now())} …`}</p>;
  }
  if (state.displays.length === 0) return <p class="plain">This kiosk has no display.</p>;
  return (
    <>
      {state.displays.map((display) => (
        <DisplayCard key={display.name} display={display} connection={connection} />
      ))}
    </>
  );
}
