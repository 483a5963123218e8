import { useEffect } from "preact/hooks";
import { visible } from "../dashboard/printable.ts";
import { KioskClockContext } from "./clock.ts";
import { FaultsOverlay } from "./faults/faults-overlay.tsx";
import { GalleryTab } from "./gallery/gallery-tab.tsx";
import { Header } from "./header.tsx";
import { LiveTab } from "./live/live-tab.tsx";
import { useLive } from "./net/live-source.ts";
import { tabOf, useHash } from "./tabs.ts";
import { ValuesTab } from "./values/values-tab.tsx";

/** The whole page: who and how the kiosk is, and one of its tabs. */
export function App() {
  const live = useLive();
  const hash = useHash();
  const tab = tabOf(hash);
  const { state } = live;
  const name = state === undefined ? "Wattframe" : `${visible(state.kiosk.name)} – Wattframe`;
  useEffect(() => {
    document.title = `${tab.title} – ${name}`;
  }, [tab, name]);
  return (
    <KioskClockContext.Provider value={live.clock}>
      {/* No link: the hash is the tab's. */}
      <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
        Skip to the content
      </button>
      <Header live={live} tab={tab.id} />
      <main id="content" tabIndex={-1} data-tab={tab.id} data-connection={live.connection.kind}>
        {tab.id === "live" && <LiveTab live={live} />}
        {tab.id === "values" && <ValuesTab live={live} />}
        {tab.id === "gallery" && <GalleryTab live={live} hash={hash} />}
      </main>
      {tab.id !== "values" && <FaultsOverlay faults={state?.faults ?? []} />}
    </KioskClockContext.Provider>
  );
}
