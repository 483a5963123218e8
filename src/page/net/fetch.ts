import { useEffect, useState } from "preact/hooks";
import { fill } from "../../view/fill.ts";
import { ROUTES } from "../../web/protocol.ts";
import type { PageWords } from "../../words/page-words.ts";

/** Failed request to the kiosk. */
export class RequestError extends Error {
  readonly kind: "unreachable" | "status";
  readonly status: number;

  constructor(kind: "unreachable" | "status", status = 0) {
    super(kind);
    this.kind = kind;
    this.status = status;
  }
}

/** Sentence about a failed request. */
export function requestFault(thrown: unknown, { request }: PageWords): string {
  if (!(thrown instanceof RequestError)) return request.noCanvas;
  return fill(request[thrown.kind], { status: String(thrown.status) });
}

/**
 * Response of the kiosk. Where the session has ended, the page goes to the login and the promise stays open.
 * @throws RequestError when the kiosk cannot be reached or refuses
 */
export async function fetchFromKiosk(url: string, signal?: AbortSignal): Promise<Response> {
  const request = fetch(url, { ...(signal && { signal }), credentials: "same-origin" });
  const answer = await request.catch((thrown: unknown) => {
    if (signal?.aborted) throw thrown;
    throw new RequestError("unreachable"); // a browser's own words say nothing to people
  });
  if (answer.status === 401) {
    location.assign(ROUTES.login);
    return new Promise(() => {});
  }
  if (!answer.ok) throw new RequestError("status", answer.status);
  return answer;
}

/** Last value, and the error of a later request. */
interface Fetched<Value> {
  readonly value?: Value;
  readonly fault?: unknown;
}

const RETRY_MS = 5000;

/** JSON at an address of the kiosk; fetched again when the address changes, and repeatedly after a failure. */
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
        const fault = thrown;
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
