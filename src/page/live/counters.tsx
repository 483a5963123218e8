import { counterLabel } from "../words/counter-label.ts";
import { momentText } from "../words/moment-text.ts";
import { wholeNumber } from "../words/whole-number.ts";

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
