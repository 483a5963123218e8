import type { Message } from "../../src/meter/message.ts";
import type { LinkState } from "../../src/source/link-state.ts";
import type { Clock, SourceEvents } from "../../src/source/source.ts";

/** Writes down what a source tells, and waits for it. */
export interface Witness {
  readonly events: SourceEvents;
  readonly messages: readonly Message[];
  readonly states: readonly LinkState[];
  /** The kinds of {@link states} in order. */
  kinds(): readonly LinkState["kind"][];
  /** Resolves once the condition holds; fails with what was seen after `timeoutMs` (10 s). */
  until(what: string, condition: () => boolean, timeoutMs?: number): Promise<void>;
  /** The last payload on that topic as text; absent while there was none. */
  text(topic: string): string | undefined;
}

export const wallClock: Clock = () => ({ wallMs: Date.now(), monoMs: performance.now(), clockSet: true });

const nobody = (): void => {};

export function witness(): Witness {
  const messages: Message[] = [];
  const states: LinkState[] = [];
  let wake = nobody;
  const events: SourceEvents = {
    message(message) {
      messages.push(message);
      wake();
    },
    state(state) {
      states.push(state);
      wake();
    },
  };
  const until = (what: string, condition: () => boolean, timeoutMs = 10_000): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        wake = nobody;
        const seen = { states, topics: messages.map(({ topic }) => topic).slice(-10) };
        reject(new Error(`not seen within ${timeoutMs} ms: ${what}; seen: ${JSON.stringify(seen)}`));
      }, timeoutMs);
      wake = () => {
        if (!condition()) return;
        clearTimeout(timer);
        wake = nobody;
        resolve();
      };
      wake();
    });
  return {
    events,
    messages,
    states,
    kinds: () => states.map(({ kind }) => kind),
    until,
    text: (topic) => {
      const last = messages.findLast((message) => message.topic === topic);
      return last && Buffer.from(last.payload).toString();
    },
  };
}
