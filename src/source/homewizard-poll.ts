import { setTimeout as wait } from "node:timers/promises";
import { HOMEWIZARD_TOPICS } from "../meter/wire/homewizard.ts";
import { LateError, networkFailure } from "./broker-fault.ts";
import type { HomeWizardPace, MeasurementEvents } from "./homewizard-device.ts";
import type { LinkFailure } from "./link-state.ts";
import type { Attempt } from "./reconnection.ts";

/** A measurement has one or two kilobytes. */
const MAX_BYTES = 65_536;
/** Questions in a row that may stay without an answer: over Wi-Fi one is lost now and then. */
const MAX_MISSED = 2;
/** What changes although the meter is silent. */
const OF_WIFI = /"wifi_[^"]*"\s*:\s*(?:"[^"]*"|[^",}]*)/g;

/** Asks a device's first interface again and again, until it does not answer or is closed. @param host with its port */
export function homewizardPoll(host: string, events: MeasurementEvents, pace: HomeWizardPace): Attempt {
  const closed = new AbortController();
  const url = `http://${host}/${HOMEWIZARD_TOPICS.v1}`;
  const running = poll(url, events, pace, closed.signal);
  return {
    close: () => {
      closed.abort();
      return running;
    },
  };
}

async function poll(
  url: string,
  events: MeasurementEvents,
  { pollMs, answerMs, unchangedMs }: HomeWizardPace,
  closed: AbortSignal,
): Promise<void> {
  let missed = 0;
  let hasArrived = false;
  let last: { readonly text: string; readonly sinceMs: number } | undefined;
  while (!closed.aborted) {
    const answer = await ask(url, answerMs, closed);
    if (closed.aborted) return;
    if (typeof answer !== "string") {
      missed += 1;
      if (!hasArrived || answer.refused || missed > MAX_MISSED) return events.failed(answer);
    } else {
      missed = 0;
      if (!hasArrived) events.arrived();
      hasArrived = true;
      const text = answer.replaceAll(OF_WIFI, "");
      if (text !== last?.text) last = { text, sinceMs: performance.now() };
      if (performance.now() - last.sinceMs < unchangedMs) events.measurement(answer);
    }
    await wait(pollMs, undefined, { signal: closed }).catch(() => {}); // closed
  }
}

/** The answer to one question, or why there is none. */
async function ask(url: string, answerMs: number, closed: AbortSignal): Promise<string | LinkFailure> {
  const deadline = AbortSignal.timeout(answerMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([deadline, closed]), redirect: "error" });
    const text = await textOf(response);
    return response.ok && text.trimStart().startsWith("{") ? text : refusal(response.status);
  } catch (thrown) {
    if (deadline.aborted) return networkFailure(new LateError("no answer in time"));
    return networkFailure(thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown);
  }
}

async function textOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_BYTES) throw new Error("the answer is far too large for a measurement");
  }
  return text;
}

/** Meaning of an answer that is no measurement. */
function refusal(status: number): LinkFailure {
  if (status === 403) {
    const reason = "the local API is switched off: switch it on in the app, in the settings of the meter (403)";
    return { refused: true, fault: "api-off", reason };
  }
  if (status === 401) {
    return { refused: true, fault: "token", reason: "the device asks for a token: name its file in tokenFile (401)" };
  }
  return { refused: true, reason: `what answers there is no meter of HomeWizard (${status})` };
}
