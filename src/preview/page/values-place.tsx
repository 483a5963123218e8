import type { LivePage } from "./net/live-page.ts";
import type { ValuesTabProps } from "./values-tab-props.ts";

/** Where the values of the meters stand. */
export function ValuesPlace({ live: { state, connection } }: { readonly live: LivePage }) {
  if (state === undefined) return <p class="plain">Connecting to the kiosk …</p>;
  return <Placeholder meters={state.meters} locale={state.locale} connection={connection} />;
}

function Placeholder({ meters }: ValuesTabProps) {
  return <p class="plain">The values of {meters.length} meters will stand here.</p>;
}
