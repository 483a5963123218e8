import type { EnergyView } from "../../view/energy-span.ts";
import { fill } from "../../view/fill.ts";
import { marked } from "../../view/format.ts";
import type { Scene } from "./power-now.tsx";

/** Export of less than this needs no column of its own, Wh. */
const LEAST_SHOWN_WH = 50;

/** Energy of today and yesterday; a column for export where there is any. */
export function EnergyTable(scene: Scene) {
  const { view, words } = scene;
  const { energy } = view;
  const texts = words.parts.day;
  const hasExport = [energy.today, energy.yesterday].some(({ exportWh = 0 }) => exportWh >= LEAST_SHOWN_WH);
  return (
    <section class="energy" data-state={energy.state} aria-label={texts.energy}>
      <table class="energy-table">
        <thead>
          <tr>
            <th scope="col" class="energy-name">
              <h2 class="title">
                {texts.energy} <span class="energy-unit">kWh</span>
              </h2>
            </th>
            <th scope="col" class="energy-way">
              {hasExport ? texts.imported : <span class="unseen">{texts.imported}</span>}
            </th>
            {hasExport && (
              <th scope="col" class="energy-way">
                {texts.exported}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          <Day
            isOld={energy.state === "stale" || energy.state === "retained"}
            name={todayText(scene)}
            span={energy.today}
            hasExport={hasExport}
            {...scene}
          />
          <Day isOld={false} name={texts.yesterday} span={energy.yesterday} hasExport={hasExport} {...scene} />
        </tbody>
      </table>
    </section>
  );
}

type DayProps = Scene & {
  readonly name: string;
  readonly span: EnergyView;
  readonly hasExport: boolean;
  readonly isOld: boolean;
};

function Day({ name, span, hasExport, isOld, format }: DayProps) {
  const figure = (energyWh: number | undefined, isApprox: boolean | undefined) =>
    energyWh === undefined ? "–" : marked(format.kilowattHours(energyWh), isApprox);
  return (
    <tr class={isOld ? "energy-old" : undefined}>
      <th scope="row" class="energy-name">
        {name}
      </th>
      <td class="energy-figure">{figure(span.importWh, span.importApprox)}</td>
      {hasExport && <td class="energy-figure">{figure(span.exportWh, span.exportApprox)}</td>}
    </tr>
  );
}

/** Name of the running day; its beginning where the figures begin later. */
function todayText({ view, words, format }: Scene): string {
  const { sinceMs } = view.energy.today;
  const { today, since } = words.parts.day;
  return sinceMs === undefined ? today : fill(since, { time: format.time(sinceMs) });
}
