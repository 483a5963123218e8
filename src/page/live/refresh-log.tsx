import type { Decision } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import { Moment } from "../moment.tsx";
import { momentText } from "../words/format.ts";
import { counterLabel, reasonSentence, refreshText } from "../words/sentences.ts";

/** Decisions and counters of a display. */
interface RefreshLogProps {
  /** The newest first. */
  readonly decisions: readonly Decision[];
  readonly counters: Readonly<Record<string, number>>;
}

/** Folded log of a display: its last decisions with their reasons, and its counters. */
export function RefreshLog({ decisions, counters }: RefreshLogProps) {
  const language = useLanguage();
  const { live } = language.page;
  if (decisions.length === 0) return null;
  return (
    <details class="log">
      <summary>{live.log}</summary>
      <table class="decisions">
        <thead>
          <tr>
            <th scope="col">{live.when}</th>
            <th scope="col">{live.reason}</th>
            <th scope="col">{live.refresh}</th>
          </tr>
        </thead>
        <tbody>
          {decisions.map((decision) => (
            <tr key={decision.atMonoMs} data-changed={decision.changed}>
              <td>
                <Moment atMonoMs={decision.atMonoMs} />
              </td>
              <td>{reasonSentence(decision, language.page)}</td>
              <td>{refreshText(decision.facts, language) || (decision.changed ? "" : live.nothing)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Counters counters={counters} />
    </details>
  );
}

function Counters({ counters }: Pick<RefreshLogProps, "counters">) {
  const language = useLanguage();
  const { page, format } = language;
  return (
    <div class="counters">
      <h3>{page.live.counters}</h3>
      <dl>
        {Object.entries(counters).map(([name, count]) => (
          <div key={name}>
            <dt>{counterLabel(name, page)}</dt>
            <dd>{isMoment(name, count) ? momentText(count, Date.now(), language) : format.whole(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const MS_OF_2001 = 1e12;

/** Tells whether a counter is a time of the wall clock. */
function isMoment(name: string, count: number): boolean {
  return name.endsWith("Ms") && count > MS_OF_2001;
}
