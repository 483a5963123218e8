import { useEffect, useState } from "preact/hooks";
import type { LivePage } from "./live-page.ts";
import { LiveSource } from "./live-source.ts";

/** What is known of the kiosk, anew with each of its words. */
export function useLive(): LivePage {
  const [page, setPage] = useState<LivePage>({ connection: { kind: "connecting" } });
  useEffect(() => {
    const source = new LiveSource(setPage);
    const reopen = () => source.open();
    source.open();
    addEventListener("online", reopen);
    return () => {
      removeEventListener("online", reopen);
      source.close();
    };
  }, []);
  return page;
}
