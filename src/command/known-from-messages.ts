import type { MeterConfig } from "../config/config.ts";
import { History } from "../history/history.ts";
import type { KnownAt } from "../intake/known-at.ts";
import { MeterSession } from "../intake/meter-session.ts";
import { ReplayClock } from "../intake/replay-clock.ts";
import type { Message } from "../meter/message.ts";
import { type Now, pastNow } from "../meter/now.ts";
import type { RecordedMessage } from "../meter/recording.ts";
import { isDiscoveryTopic } from "../meter/wire/discovery.ts";
import type { NoticeLog } from "../throttled-log.ts";

/**
 * What a kiosk that receives these recorded messages of a meter knows after each telegram; returned is what it knows at
 * the end. The history is one and the same, and grows from one to the next.
 * @param announced holds the discovery messages among them, which count from the beginning, as brokers keep them
 * @param untilMs later messages are left out; by default it is the time of the last message of this meter
 * @returns undefined when no instant is given and no message is this meter's
 */
export function* knownByTelegram(
  messages: Iterable<RecordedMessage>,
  meter: MeterConfig,
  log: NoticeLog,
  untilMs?: number,
  announced: Iterable<RecordedMessage> = messages,
): Generator<KnownAt, KnownAt | undefined> {
  const history = new History();
  const clock = new ReplayClock();
  let isComplete = false;
  const onTelegram = () => {
    isComplete = true;
  };
  const session = new MeterSession(meter, { history, log, clock: clock.now, schedule: clock.schedule, onTelegram });
  const knownAt = (now: Now): KnownAt => ({
    history,
    link: { kind: "connected", since: now },
    now,
    failures: session.failures.all(),
  });
  const completed = () => {
    const was = isComplete;
    isComplete = false;
    return was;
  };
  for (const message of firstAnnouncements(announced)) session.take(received(message));
  let lastMs: number | undefined;
  for (const message of messages) {
    const { atMs, topic } = message;
    if (untilMs !== undefined && atMs > untilMs) continue;
    clock.moveTo(atMs);
    if (completed()) yield knownAt(clock.now());
    if (message.reconnectedMs !== undefined) session.connected(message.reconnectedMs);
    session.take(received(message));
    if (completed()) yield knownAt(clock.now());
    if (session.isBelow(topic)) lastMs = atMs;
  }
  session.flush();
  if (completed()) yield knownAt(clock.now());
  session.close();
  const endMs = untilMs ?? lastMs;
  return endMs === undefined ? undefined : knownAt(pastNow(endMs));
}

/** Returns what a kiosk knows at the end of recorded messages, see {@link knownByTelegram}. */
export function knownFromMessages(...parameters: Parameters<typeof knownByTelegram>): KnownAt | undefined {
  const telegrams = knownByTelegram(...parameters);
  for (;;) {
    const { done, value } = telegrams.next();
    if (done) return value;
  }
}

/** Returns the first discovery message of each topic: of these alone the order in a recording says nothing. */
function* firstAnnouncements(messages: Iterable<RecordedMessage>): Generator<RecordedMessage> {
  const seen = new Set<string>();
  for (const message of messages) {
    if (!isDiscoveryTopic(message.topic) || seen.has(message.topic)) continue;
    seen.add(message.topic);
    yield message;
  }
}

function received({ atMs, topic, payload, qos, kept }: RecordedMessage): Message {
  return { topic, payload, qos, retained: kept === true, at: pastNow(atMs) };
}
