import type { FailureRow } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { ageText, counted } from "../words/format.ts";
import { hexLines } from "./texts.ts";
import type { PageTime } from "./told.ts";

/** Messages that could not be decoded. */
interface FailureListProps {
  readonly failures: readonly FailureRow[];
  /** Set once any message has arrived. */
  readonly hasMessages: boolean;
  readonly time: PageTime;
}

/** Decoding errors: reason, topic, number and bytes of each. */
export function FailureList({ failures, hasMessages, time }: FailureListProps) {
  const { values } = useLanguage().page;
  return (
    <section class="failures" aria-label={values.failures}>
      <h2 class="title">{values.failures}</h2>
      {failures.length === 0 && <p class="aside">{hasMessages ? values.noFailures : values.noMessages}</p>}
      <ol>
        {failures.map((failure) => (
          <Failure key={failure.id} failure={failure} time={time} />
        ))}
      </ol>
    </section>
  );
}

function Failure({ failure, time }: { readonly failure: FailureRow; readonly time: PageTime }) {
  const language = useLanguage();
  const { page, format } = language;
  const { values } = page;
  const { code, topic, message, hint, count, bytes } = failure;
  const age = ageText(time.age(failure.atMonoMs), language);
  return (
    <li data-code={code}>
      <p class="reason" lang="en">
        {message}
      </p>
      {hint !== undefined && <p lang="en">{hint}</p>}
      <p class="aside">{fill(values.failureAt, { code, topic, times: counted(values.times, count, format), age })}</p>
      <details>
        <summary>
          {counted(values.bytes, bytes, format)}
          <span class="unseen"> {fill(values.bytesOf, { topic })}</span>
        </summary>
        <Bytes failure={failure} />
      </details>
    </li>
  );
}

function Bytes({ failure: { hex, bytes } }: { readonly failure: FailureRow }) {
  const { page, format } = useLanguage();
  const left = bytes - hex.length / 2;
  return (
    <>
      {/* It scrolls, so it must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre tabIndex={0}>{hexLines(hex)}</pre>
      {left > 0 && <p class="aside">{counted(page.values.bytesLeft, left, format)}</p>}
    </>
  );
}
