import { visible } from "../../dashboard/printable.ts";
import type { LiveDisplay } from "../../web/protocol.ts";
import { Moment } from "../moment.tsx";
import { factsText, reasonSentence } from "../words/sentences.ts";

/** Since when a display shows what it shows, what was decided last, what waits, and what is wrong with it. */
export function DisplayFacts({ display: { picture, decisions, waiting, fault } }: { readonly display: LiveDisplay }) {
  const [last] = decisions;
  return (
    <div class="now">
      {fault !== undefined && (
        <div class="fault" role="alert">
          <strong>This display does not work</strong>
          <p>{visible(fault.message)}</p>
          {fault.hint !== undefined && <p class="hint">{visible(fault.hint)}</p>}
          <p class="aside">
            {visible(fault.code)}; next try: <Moment atMonoMs={fault.retryAtMonoMs} withAge />
          </p>
        </div>
      )}
      {picture !== undefined && (
        <p class="since">
          Shown <Moment atMonoMs={picture.atMonoMs} withAge />
        </p>
      )}
      {last === undefined && <p class="aside">Nothing has been decided about it yet.</p>}
      {last !== undefined && (
        <div class="last" data-reason={last.reason}>
          <div class="titled">
            <h3>Last decision</h3>
            <p class="aside">
              <Moment atMonoMs={last.atMonoMs} withAge />
            </p>
          </div>
          <p class="sentence">{reasonSentence(last)}</p>
          {factsText(last.facts) !== "" && <p class="aside">{factsText(last.facts)}</p>}
        </div>
      )}
      {waiting !== undefined && (
        <div class="waiting" data-waiting={waiting.reason}>
          <h3>A newer picture waits</h3>
          {waiting.untilMonoMs !== undefined && (
            <p>
              Next chance: <Moment atMonoMs={waiting.untilMonoMs} withAge />
            </p>
          )}
          {waiting.reason !== last?.reason && (
            <p class="sentence">{reasonSentence({ reason: waiting.reason, changed: false, facts: {} })}</p>
          )}
        </div>
      )}
    </div>
  );
}
