import { useEffect, useRef, useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import type { PaletteFacts } from "../../web/protocol.ts";
import { LatestRequest } from "./latest-request.ts";
import type { Picture } from "./picture.ts";
import { loadPicture } from "./picture.ts";

/** The last picture that came, and how it stands to the one that was asked for. */
export interface Loaded {
  readonly picture?: Picture;
  /** Address of the picture that came. */
  readonly url?: string;
  /** Why the one asked for last did not come. */
  readonly fault?: string;
}

/** What is asked for. */
interface Asked {
  readonly url: string;
  readonly palette: PaletteFacts;
}

const GRACE_MS = 250;
const RETRY_MS = 5000;

/**
 * The picture at an address; the one before stays until it has come. Tried again while it does not.
 * @param url absent: there is none
 * @param palette of the picture; absent where there is none
 */
export function usePicture(url: string | undefined, palette: PaletteFacts | undefined): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({});
  const [attempt, setAttempt] = useState(0);
  const request = useRef<LatestRequest<Asked, Picture>>(null);
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    request.current = new LatestRequest(
      (asked: Asked, signal) => loadPicture(asked.url, asked.palette, signal),
      {
        done: (asked, picture) => setLoaded({ picture, url: asked.url }),
        failed: (_asked, thrown) => {
          const fault = thrown instanceof Error ? visible(thrown.message) : "it could not be read";
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
    if (url !== undefined && palette !== undefined) request.current?.ask({ url, palette });
  }, [url, attempt]);
  return loaded;
}
