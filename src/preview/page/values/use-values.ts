import { useEffect, useState } from "preact/hooks";
import { type ValuesPage, ValuesSource } from "./values-source.ts";

/** What is known of a meter's values, anew with each word of the kiosk. */
export function useValues(meter: string): ValuesPage {
  const [page, setPage] = useState<ValuesPage>({ connection: { kind: "connecting" } });
  useEffect(() => {
    const source = new ValuesSource(meter, setPage);
    const reopen = () => source.open();
    source.open();
    addEventListener("online", reopen);
    return () => {
      removeEventListener("online", reopen);
      source.close();
    };
  }, [meter]);
  return page;
}
