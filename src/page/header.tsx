import { visible } from "../dashboard/printable.ts";
import { ROUTES } from "../web/protocol.ts";
import type { LivePage } from "./net/live-page.ts";
import { TABS, type TabId } from "./tabs.ts";
import { brokerSentence, connectionSentence } from "./words/sentences.ts";

/** Which kiosk this is, how it is, and the way to the tabs. */
export function Header({ live, tab }: { readonly live: LivePage; readonly tab: TabId }) {
  const { connection, state } = live;
  const isLive = connection.kind === "live";
  return (
    <header class="top">
      <div class="who">
        <h1>{state === undefined ? "Wattframe" : visible(state.kiosk.name)}</h1>
        {state?.kiosk.isSimulated === true && <span class="chip">simulated house</span>}
      </div>
      <nav aria-label="Tabs">
        {TABS.map(({ id, title }) => (
          <a key={id} href={`#${id}`} aria-current={id === tab ? "page" : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div class="how" role="status">
        {state !== undefined && (
          <span class="state" data-state={stateOf(live)} data-broker={state.broker.kind}>
            {isLive ? brokerSentence(state.broker) : `last known: ${brokerSentence(state.broker)}`}
          </span>
        )}
        <span class="state" data-state={isLive ? "good" : "bad"} data-connection={connection.kind}>
          {connectionSentence(connection, Date.now())}
        </span>
      </div>
      {state?.hasPassword === true && (
        <form class="out" method="post" action={ROUTES.logout}>
          <button type="submit">Log out</button>
        </form>
      )}
    </header>
  );
}

/** How the broker is: nothing is known of it while the kiosk is not heard. */
function stateOf({ connection, state }: LivePage): "good" | "bad" | "unknown" {
  if (connection.kind !== "live") return "unknown";
  return state?.broker.kind === "connected" ? "good" : "bad";
}
