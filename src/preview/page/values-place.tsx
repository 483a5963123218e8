import type { LivePage } from "./net/live-page.ts";

/** Where the values of the meters stand. */
export function ValuesPlace({ live: { state } }: { readonly live: LivePage }) {
  if (state === undefined) return <p class="plain">Connecting to the kiosk …</p>;
  return <p class="plain">The values of {state.meters.length} meters will stand here.</p>;
}
