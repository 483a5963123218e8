import { visible } from "../../dashboard/printable.ts";
import type { Decision } from "../../web/protocol.ts";
import { Moment } from "../moment.tsx";
import { momentText, wholeNumber } from "../words/format.ts";
import { counterLabel, factsText, reasonSentence } from "../words/sentences.ts";

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

/** What a display and its panel have counted. */
export function Counters({ counters }: { readonly counters: Readonly<Record<string, number>> }) {
  const entries = Object.entries(counters);
  if (entries.length === 0) return null;
  return (
    <div class="counters">
      <h3>Since the start</h3>
      <dl>
        {entries.map(([name, count]) => (
          <div key={name}>
            <dt>{counterLabel(name)}</dt>
            <dd>{isMoment(name, count) ? momentText(count, Date.now()) : wholeNumber(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const MS_OF_2001 = 1e12;

/** Whether a counter is no count but a time of the wall clock. */
function isMoment(name: string, count: number): boolean {
  return name.endsWith("Ms") && count > MS_OF_2001;
}
