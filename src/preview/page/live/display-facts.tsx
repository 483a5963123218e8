import type { LiveDisplay } from "../../protocol.ts";
import { Moment } from "../moment.tsx";
import { printable } from "../printable.ts";
import { factsText } from "../words/facts-text.ts";
import { reasonSentence } from "../words/reason-sentence.ts";

/** Since when a display shows what it shows, what was decided last, what waits, and what is wrong with it. */
export function DisplayFacts({ display: { picture, decisions, waiting, fault } }: { readonly display: LiveDisplay }) {
  const [last] = decisions;
  return (
    <div class="now">
      {fault !== undefined && (
        <div class="fault" role="alert">
          <strong>{printable(fault.code)}</strong>
          <p>{printable(fault.message)}</p>
        </div>
      )}
      {picture !== undefined && (
        <p class="since">
          On it since <Moment atMonoMs={picture.atMonoMs} withAge />
        </p>
      )}
      {last !== undefined && (
        <div class="last" data-reason={last.reason}>
          <h3>Last decision</h3>
          <p class="sentence">{reasonSentence(last)}</p>
          <p class="aside">
            <Moment atMonoMs={last.atMonoMs} withAge />
            {factsText(last.facts) !== "" && <span> · {factsText(last.facts)}</span>}
          </p>
        </div>
      )}
      {waiting !== undefined && (
        <div class="waiting" data-waiting={waiting.reason}>
          <h3>A newer picture waits</h3>
          <p class="sentence">{reasonSentence({ reason: waiting.reason, changed: false, facts: {} })}</p>
          {waiting.untilMonoMs !== undefined && (
            <p class="aside">
              Until <Moment atMonoMs={waiting.untilMonoMs} withAge />
            </p>
          )}
        </div>
      )}
    </div>
  );
}
