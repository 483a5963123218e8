import type { LivePage } from "./live-page.ts";
import { LiveSource } from "./live-source.ts";
import { useSource } from "./use-source.ts";

/** What is known of the kiosk, anew with each of its words. */
export function useLive(): LivePage {
  return useSource<LivePage>((tell) => new LiveSource(tell), "");
}
