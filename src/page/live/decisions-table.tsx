import { visible } from "../../dashboard/visible.ts";
import type { Decision } from "../../web/protocol.ts";
import { Moment } from "../moment.tsx";
import { factsText } from "../words/facts-text.ts";
import { reasonSentence } from "../words/reason-sentence.ts";

/** The last decisions, the newest first. */
export function DecisionsTable({ decisions }: { readonly decisions: readonly Decision[] }) {
  if (decisions.length === 0) return null;
  return (
    <table class="decisions">
      <caption>Last decisions</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Reason</th>
          <th scope="col">Done</th>
        </tr>
      </thead>
      <tbody>
        {decisions.map((decision) => (
          <tr key={decision.atMonoMs} data-changed={decision.changed}>
            <td>
              <Moment atMonoMs={decision.atMonoMs} />
            </td>
            <td title={reasonSentence(decision)}>{visible(decision.reason)}</td>
            <td>{factsText(decision.facts) || (decision.changed ? "shown" : "nothing")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
