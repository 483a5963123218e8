import { useEffect, useState } from "preact/hooks";
import type { Connection } from "./live-page.ts";

/** What hears the kiosk, and tells what it knows anew with each word. */
interface Source {
  open(): void;
  close(): void;
}

/**
 * What a source tells, from before its first word on; another `of` is another source. A network that came back is tried
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
