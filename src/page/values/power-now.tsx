import type { DashboardView } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import { type Format, marked } from "../../view/format.ts";
import type { BrowserWords } from "../../words/words.ts";

/** Data, words and formats of one drawing. */
export interface Scene {
  readonly view: DashboardView;
  readonly words: BrowserWords;
  readonly format: Format;
}

/** Net power, as large as anything on the page, with its direction in words and since when it holds where it is not fresh. */
export function PowerNow({ view: { power }, words, format }: Scene) {
  const isFresh = power.state === "fresh";
  const { shown } = power;
  const netW = shown?.valueW ?? 0;
  const direction =
    netW < 0
      ? isFresh
        ? words.parts.power.exportNow
        : words.parts.power.exportLast
      : isFresh
        ? words.parts.power.importNow
        : words.parts.power.importLast;
  const amount = shown && format.power(shown.valueW, shown.unit);
  return (
    <section class="power-now" data-state={power.state} aria-label={words.parts.power.power}>
      <h2 class="title">{amount ? direction : words.parts.power.power}</h2>
      {amount ? (
        <p class="big">
          <span class="number">{amount.number}</span>
          <span class="unit"> {amount.unit}</span>
        </p>
      ) : (
        <p class="big none">{words.parts.power.noPower}</p>
      )}
      <p class="beside">
        {[notFresh(power, words, format), hourMean(power, words, format)].filter(Boolean).join(" · ")}
      </p>
    </section>
  );
}

function notFresh({ state, atMs }: DashboardView["power"], words: BrowserWords, format: Format): string {
  if (state === "retained") return words.parts.power.ageUnknown;
  if (state !== "stale") return "";
  return atMs === undefined ? words.page.outOfDate : fill(words.parts.power.staleSince, { time: format.time(atMs) });
}

function hourMean(
  { state, hourMeanW, hourApprox }: DashboardView["power"],
  words: BrowserWords,
  format: Format,
): string {
  if (state !== "fresh" || hourMeanW === undefined) return "";
  const { number, unit } = format.power(hourMeanW, Math.abs(hourMeanW) >= 1_000 ? "kW" : "W");
  return `${words.parts.power.hourMean} ${marked(`${hourMeanW < 0 ? "−" : ""}${number} ${unit}`, hourApprox)}`;
}
