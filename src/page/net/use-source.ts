import { useEffect, useState } from "preact/hooks";
import type { Connection } from "./live-page.ts";

/** Source that reports the state of the kiosk at each of its events. */
interface Source {
  open(): void;
  close(): void;
}

/**
 * State that a source reports, also before its first event; another `of` opens another source. A network that came back is tried
 * at once.
 */
export function useSource<Page extends { readonly connection: Connection }>(
  make: (tell: (page: Page) => void) => Source,
  of: string,
): Page | typeof UNKNOWN {
  const [page, setPage] = useState<Page | typeof UNKNOWN>(UNKNOWN);
  useEffect(() => {
    const source = make(setPage);
    const reopen = () => source.open();
    source.open();
    addEventListener("online", reopen);
    return () => {
      removeEventListener("online", reopen);
      source.close();
    };
  }, [of]);
  return page;
}

const UNKNOWN = { connection: { kind: "connecting" } } as const;
