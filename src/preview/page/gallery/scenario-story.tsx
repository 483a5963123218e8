import { printable } from "../printable.ts";
import type { Scenario } from "./gallery-pictures.ts";

/** What a scenario is, and what happens in it. */
export function ScenarioStory({ scenario: { description, happens } }: { readonly scenario: Scenario }) {
  return (
    <p class="happens">
      <strong>{printable(description)}</strong>: {printable(happens)}
    </p>
  );
}
