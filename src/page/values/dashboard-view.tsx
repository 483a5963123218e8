import { useMemo, useState } from "preact/hooks";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import { browserMonoMs, useSecond } from "../clock.ts";
import { LanguageContext, useLanguage } from "../language.ts";
import { languageFor } from "../words/format.ts";
import { DayChart } from "./day-chart.tsx";
import { EnergyTable } from "./energy-table.tsx";
import { FailureList } from "./failure-list.tsx";
import { MappingDialog } from "./mapping-dialog.tsx";
import { PhaseBars } from "./phase-bars.tsx";
import { PowerNow } from "./power-now.tsx";
import { StateList } from "./state-list.tsx";
import type { Link, Told } from "./told.ts";
import { asKnown, pageTime } from "./told.ts";
import { ValuesTable } from "./values-table.tsx";

/** Everything of one meter: its pictures, how it is, every value, what could not be read. While the link is not live nothing is fresh. */
export function DashboardView({ told, link }: { readonly told: Told; readonly link: Link }) {
  const [mapped, setMapped] = useState<ValueRow>();
  useSecond();
  const time = pageTime(told, browserMonoMs());
  // Without a broker nothing is fresh either.
  const isLive = link.isLive && told.dashboard.broker.kind === "connected";
  const dashboard = useMemo(() => (isLive ? told.dashboard : asKnown(told.dashboard)), [told, isLive]);
  const { view } = dashboard;
  const language = languageFor(useLanguage().locale, view.timeZone);
  const { words, format } = language;
  const scene = { view, words, format };
  return (
    <LanguageContext.Provider value={language}>
      <div class="dashboard" data-link={link.isLive ? "live" : "lost"} data-broker={dashboard.broker.kind}>
        <div class="pictures">
          <StateList dashboard={dashboard} link={link} time={time} />
          <PowerNow {...scene} />
          <EnergyTable {...scene} />
          <PhaseBars {...scene} />
          <DayChart {...scene} chart={dashboard.chart} time={time} />
        </div>
        <div class="tables">
          <ValuesTable dashboard={dashboard} isLive={isLive} time={time} onMap={setMapped} />
          <FailureList failures={dashboard.failures} hasMessages={dashboard.rows.length > 0} time={time} />
        </div>
        {mapped && <MappingDialog row={mapped} onClose={() => setMapped(undefined)} />}
      </div>
    </LanguageContext.Provider>
  );
}
