import type { FailureRow } from "../../dashboard/dashboard.ts";
import { ageText } from "../words/format.ts";
import { hexLines } from "./texts.ts";
import type { PageTime } from "./told.ts";

/** What could not be read: why, on which topic, how often, and its bytes. */
export function FailureList({ failures, time }: { readonly failures: readonly FailureRow[]; readonly time: PageTime }) {
  return (
    <section class="failures" aria-label="What could not be read">
      <h2 class="title">What could not be read</h2>
      {failures.length === 0 && <p class="aside">Everything that came could be read.</p>}
      <ol>
        {failures.map((failure) => (
          <li key={failure.id} data-code={failure.code}>
            <p class="reason">{failure.message}</p>
            {failure.hint !== undefined && <p>{failure.hint}</p>}
            <p class="aside">
              <code>{failure.code}</code> on <code>{failure.topic}</code>, {timesText(failure.count)}, last{" "}
              {ageText(time.age(failure.atMonoMs))}
            </p>
            <details>
              <summary>
                {failure.bytes} bytes<span class="unseen"> of {failure.topic}</span>
              </summary>
              <Bytes failure={failure} />
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Bytes({ failure: { hex, bytes } }: { readonly failure: FailureRow }) {
  const left = bytes - hex.length / 2;
  return (
    <>
      {/* It scrolls, so it must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre tabIndex={0}>{hexLines(hex)}</pre>
      {left > 0 && <p class="aside">{left} more bytes were not kept.</p>}
    </>
  );
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
