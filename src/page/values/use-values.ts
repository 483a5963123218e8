import { useSource } from "../net/use-source.ts";
import { type ValuesPage, ValuesSource } from "./values-source.ts";

/** What is known of a meter's values, anew with each word of the kiosk. */
export function useValues(meter: string): ValuesPage {
  return useSource<ValuesPage>((tell) => new ValuesSource(meter, tell), meter);
}
