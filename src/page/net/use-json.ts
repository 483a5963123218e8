import { useEffect, useState } from "preact/hooks";
import { visible } from "../../dashboard/visible.ts";
import { fetchFromKiosk } from "./fetch-from-kiosk.ts";

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
