import { useState } from "preact/hooks";
import { visible } from "../../dashboard/printable.ts";
import { Choice } from "../choice.tsx";
import { useLanguage } from "../language.ts";
import type { LivePage } from "../net/live-page.ts";
import { connectionSentence } from "../words/sentences.ts";
import { DashboardView } from "./dashboard-view.tsx";
import { useValues } from "./values-source.ts";

/** Every value of a meter of the kiosk; the first meter until another one is chosen. */
export function ValuesTab({ live: { state, connection } }: { readonly live: LivePage }) {
  const [chosen, choose] = useState("");
  const { page } = useLanguage();
  if (state === undefined) return <p class="plain">{page.connection.connecting} …</p>;
  const { meters } = state;
  const meter = meters.find(({ name }) => name === chosen) ?? meters[0];
  const name = meter?.name ?? "";
  return (
    <>
      {meters.length > 1 && (
        <div class="meter-choice">
          <Choice
            label={page.values.meter}
            value={name}
            options={meters.map(({ name }) => ({ value: name, text: visible(name) }))}
            onChange={choose}
          />
        </div>
      )}
      <MeterValues key={name} meter={name} isPageLost={connection.kind === "lost"} />
    </>
  );
}

function MeterValues({ meter, isPageLost }: { readonly meter: string; readonly isPageLost: boolean }) {
  const { connection, told } = useValues(meter);
  const language = useLanguage();
  const isLive = connection.kind === "live" && !isPageLost;
  // The page's own stream may have noticed a loss that this one has not.
  const sentence =
    isLive || connection.kind !== "live"
      ? connectionSentence(connection, Date.now(), language)
      : language.page.connection.lost;
  if (told === undefined) return <p class="plain">{`${connectionSentence(connection, Date.now(), language)} …`}</p>;
  return <DashboardView told={told} link={{ isLive, sentence }} />;
}
