import { useEffect } from "preact/hooks";
import { visible } from "../dashboard/printable.ts";
import { fill } from "../view/fill.ts";
import { KioskClockContext } from "./clock.ts";
import { FaultsOverlay } from "./faults/faults-overlay.tsx";
import { Header } from "./header.tsx";
import { browserZone, LanguageContext, useLoadedLocale, zoneNote } from "./language.ts";
import { LaterTab } from "./later-tab.tsx";
import { LiveTab } from "./live/live-tab.tsx";
import { useLive } from "./net/live-source.ts";
import { tabOf, useHash } from "./tabs.ts";
import { languageFor } from "./words/format.ts";

/** The whole page: the kiosk's name and state, and one of its tabs. */
export function App() {
  const live = useLive();
  const hash = useHash();
  const tab = tabOf(hash);
  const { state } = live;
  const locale = useLoadedLocale(state?.locale ?? navigator.language, navigator.language);
  // In the first meter's time zone; the browser's until the kiosk has said so.
  const language = languageFor(locale, state?.meters[0]?.timeZone ?? browserZone());
  const { page, words } = language;
  const name = state === undefined ? "Wattframe" : `${visible(state.kiosk.name)} – Wattframe`;
  const title = `${page.tabs[tab]} – ${name}`;
  useEffect(() => {
    document.title = title;
    document.documentElement.lang = words.language;
  }, [title, words]);
  return (
    <LanguageContext.Provider value={language}>
      <KioskClockContext.Provider value={live.clock}>
        {/* No link: the hash is the tab's. */}
        <button type="button" class="skip" onClick={() => document.getElementById("content")?.focus()}>
          {page.skip}
        </button>
        <Header live={live} tab={tab} />
        <main id="content" tabIndex={-1} data-tab={tab} data-connection={live.connection.kind}>
          {tab === "live" ? <LiveTab live={live} /> : <LaterTab tab={tab} live={live} hash={hash} />}
        </main>
        <footer class="about">
          {[fill(page.about, { version: state?.kiosk.version ?? "" }), zoneNote(language, Date.now())]
            .filter(Boolean)
            .join(" ")}
        </footer>
        {tab !== "values" && <FaultsOverlay faults={state?.faults ?? []} />}
      </KioskClockContext.Provider>
    </LanguageContext.Provider>
  );
}
