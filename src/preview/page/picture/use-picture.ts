import { useEffect, useRef, useState } from "preact/hooks";
import { printable } from "../printable.ts";
import { LatestRequest } from "./latest-request.ts";
import { loadPicture } from "./load-picture.ts";
import type { Picture } from "./picture.ts";

/** The last picture that came, and how it stands to the one that was asked for. */
export interface Loaded {
  readonly picture?: Picture;
  /** Address of the picture that came. */
  readonly url?: string;
  /** Why the one asked for last did not come. */
  readonly fault?: string;
}

const GRACE_MS = 250;
const RETRY_MS = 5000;

/**
 * The picture at an address; the one before stays until it has come. Tried again while it does not.
 * @param url absent: there is none
 * @param inks ideal colours of its palette
 */
export function usePicture(url: string | undefined, inks: readonly number[]): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({});
  const [attempt, setAttempt] = useState(0);
  const latestInks = useRef(inks);
  latestInks.current = inks;
  const request = useRef<LatestRequest<string, Picture>>(null);
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    request.current = new LatestRequest(
      (key: string, signal) => loadPicture(key, latestInks.current, signal),
      {
        done: (key, picture) => setLoaded({ picture, url: key }),
        failed: (_key, thrown) => {
          const fault = thrown instanceof Error ? printable(thrown.message) : "it could not be read";
          setLoaded((before) => ({ ...before, fault }));
          retry = setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
        },
      },
      GRACE_MS,
    );
    return () => {
      clearTimeout(retry);
      request.current?.stop();
    };
  }, []);
  useEffect(() => {
    if (url !== undefined) request.current?.ask(url);
  }, [url, attempt]);
  return loaded;
}
