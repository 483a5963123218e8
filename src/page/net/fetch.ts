import { useEffect, useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { ROUTES } from "../../web/protocol.ts";

/**
 * What the kiosk answers. Where the session has ended the page goes to the login and the promise stays open.
 * @throws Error saying what went wrong, for people
 */
export async function fetchFromKiosk(url: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(url, { ...(signal && { signal }), credentials: "same-origin" });
  if (answer.status === 401) {
    location.assign(ROUTES.login);
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error(`the kiosk answered ${answer.status}`);
  return answer;
}

/** The last that came, and why the next did not. */
interface Fetched<Value> {
  readonly value?: Value;
  readonly fault?: string;
}

const RETRY_MS = 5000;

/** What the kiosk answers at an address, as JSON; asked anew when it changes, and again while it does not come. */
export function useJson<Value>(url: string | undefined): Fetched<Value> {
  const [fetched, setFetched] = useState<Fetched<Value>>({});
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (url === undefined) return;
    const controller = new AbortController();
    let retry: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const answer = await fetchFromKiosk(url, controller.signal);
        const value = (await answer.json()) as Value;
        if (!controller.signal.aborted) setFetched({ value });
      } catch (thrown) {
        if (controller.signal.aborted) return;
        const fault = thrown instanceof Error ? visible(thrown.message) : "it could not be read";
        setFetched((before) => ({ ...before, fault }));
        retry = setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
      }
    };
    void ask();
    return () => {
      controller.abort();
      clearTimeout(retry);
    };
  }, [url, attempt]);
  return fetched;
}
