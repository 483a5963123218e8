import { useEffect, useRef, useState } from "preact/hooks";
import type { PaletteFacts } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import { requestFault } from "../net/fetch.ts";
import { LatestRequest } from "./latest-request.ts";
import type { Picture } from "./picture.ts";
import { loadPicture } from "./picture.ts";

/** Last picture that was loaded, and its relation to the one requested. */
export interface Loaded {
  readonly picture?: Picture;
  /** Address of the picture that came. */
  readonly url?: string;
  /** Reason why the last request failed. */
  readonly fault?: string;
}

/** A requested picture. */
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
  const words = useRef(useLanguage().page);
  const [attempt, setAttempt] = useState(0);
  const request = useRef<LatestRequest<Asked, Picture>>(null);
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    request.current = new LatestRequest(
      (asked: Asked, signal) => loadPicture(asked.url, asked.palette, signal),
      {
        done: (asked, picture) => setLoaded({ picture, url: asked.url }),
        failed: (_asked, thrown) => {
          const fault = requestFault(thrown, words.current);
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
