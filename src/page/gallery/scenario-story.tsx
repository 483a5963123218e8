import { visible } from "../../dashboard/printable.ts";
import type { Scenario } from "./pictures.ts";

/** Description of a scenario, and its events. */
export function ScenarioStory({ scenario: { description, happens } }: { readonly scenario: Scenario }) {
  return (
    <p class="happens" lang="en">
      <strong>{visible(description)}</strong>: {visible(happens)}
    </p>
  );
}
