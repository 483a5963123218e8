import type { LivePage } from "./net/live-page.ts";
import { ValuesTab } from "./values/values-tab.tsx";

/** Where the values of the meters stand. */
export function ValuesPlace({ live: { state, connection } }: { readonly live: LivePage }) {
  if (state === undefined) return <p class="plain">Connecting to the kiosk …</p>;
  return <ValuesTab meters={state.meters} locale={state.locale} connection={connection} />;
}
