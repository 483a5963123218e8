import { visible } from "../../dashboard/printable.ts";
import type { LiveDisplay } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import { MomentIn } from "../moment.tsx";
import { counted } from "../words/format.ts";
import { reasonSentence } from "../words/sentences.ts";

/** State of a display in one line, with the reason where it is not up to date. */
export function DisplayFacts({ display }: { readonly display: LiveDisplay }) {
  const { page, format } = useLanguage();
  const { picture, waiting, fault, counters } = display;
  const [last] = display.decisions;
  const { shown } = counters;
  return (
    <div class="now" data-reason={last?.reason} data-waiting={waiting?.reason}>
      <p class="status">
        <strong class="state" data-state={fault ? "bad" : waiting?.hasNewer ? "unknown" : "good"}>
          <Status display={display} />
        </strong>
        {picture !== undefined && (
          <span class="aside">
            {" · "}
            <MomentIn sentence={page.live.shown} atMonoMs={picture.atMonoMs} withAge />
            {shown !== undefined && ` · ${counted(page.live.pictures, shown, format)}`}
          </span>
        )}
      </p>
      {waiting !== undefined && (
        <p class="sentence">{reasonSentence({ reason: waiting.reason, changed: false, facts: {} }, page)}</p>
      )}
      {fault !== undefined && (
        <div class="fault" role="alert">
          {picture !== undefined && <p lang="en">{visible(fault.message)}</p>}
          {picture !== undefined && fault.hint !== undefined && (
            <p class="hint" lang="en">
              {visible(fault.hint)}
            </p>
          )}
          <p class="aside">
            <MomentIn sentence={page.live.nextTry} atMonoMs={fault.retryAtMonoMs} withAge />
          </p>
        </div>
      )}
    </div>
  );
}

function Status({ display: { picture, waiting, fault } }: { readonly display: LiveDisplay }) {
  const { live } = useLanguage().page;
  if (fault !== undefined) return <>{live.failing}</>;
  if (picture === undefined) return <>{live.none}</>;
  if (waiting === undefined) return <>{live.upToDate}</>;
  const { hasNewer, untilMonoMs } = waiting;
  if (untilMonoMs === undefined) return <>{hasNewer ? live.waiting : live.staying}</>;
  return <MomentIn sentence={hasNewer ? live.waitingUntil : live.stayingUntil} atMonoMs={untilMonoMs} withAge />;
}
