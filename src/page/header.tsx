import { visible } from "../dashboard/printable.ts";
import type { LinkState } from "../source/link-state.ts";
import { fill } from "../view/fill.ts";
import { ROUTES } from "../web/protocol.ts";
import { useLanguage } from "./language.ts";
import type { LivePage } from "./net/live-page.ts";
import { TABS, type TabId } from "./tabs.ts";
import { connectionSentence, linkSentences } from "./words/sentences.ts";

/** Name and state of the kiosk, and the tabs. */
export function Header({ live, tab }: { readonly live: LivePage; readonly tab: TabId }) {
  const { connection, state } = live;
  const language = useLanguage();
  const { page } = language;
  const isLive = connection.kind === "live";
  const links = state === undefined ? [] : linkSentences(state, language);
  return (
    <header class="top">
      <div class="who">
        <h1>{state === undefined ? "Wattframe" : visible(state.kiosk.name)}</h1>
        {state?.kiosk.isSimulated === true && <span class="chip">{page.simulated}</span>}
      </div>
      <nav aria-label={page.tabList}>
        {TABS.map((id) => (
          <a key={id} href={`#${id}`} aria-current={id === tab ? "page" : undefined}>
            {page.tabs[id]}
          </a>
        ))}
      </nav>
      <div class="how" role="status">
        {links.map(({ kind, text }) => (
          <span key={text} class="state" data-state={stateOf(isLive, kind)} data-broker={kind}>
            {isLive ? text : fill(page.lastKnown, { text })}
          </span>
        ))}
        <span class="state" data-state={isLive ? "good" : "bad"} data-connection={connection.kind}>
          {connectionSentence(connection, Date.now(), language)}
        </span>
      </div>
      {state?.hasPassword === true && (
        <form class="out" method="post" action={ROUTES.logout}>
          <button type="submit">{page.logOut}</button>
        </form>
      )}
    </header>
  );
}

/** State of a connection of the kiosk; unknown while there is none to the kiosk itself. */
function stateOf(isLive: boolean, kind: LinkState["kind"]): "good" | "bad" | "unknown" {
  if (!isLive) return "unknown";
  return kind === "connected" ? "good" : "bad";
}
