import { layoutsFor } from "../layout/fitting.ts";
import type { Layout } from "../layout/layout.ts";

import type { Panel } from "../panel/panel.ts";
import type { Answers } from "./answers.ts";

/** Layouts that a first configuration may choose, the best first. */
const PREFERRED = ["balance", "glance"];

/**
 * Layout and turn for a panel: the best layout that fits as the panel lies, else turned.
 * @returns undefined where none fits
 */
export function layoutFor(panel: Panel, layouts: readonly Layout[]): Pick<Answers, "layout" | "rotate"> | undefined {
  const fitting = layoutsFor(panel, layouts);
  for (const rotate of [0, 90] as const) {
    const fits = (name: string) => fitting.some((one) => one.layout === name && one.rotate.includes(rotate));
    const layout = PREFERRED.find(fits);
    if (layout !== undefined) return { layout, rotate };
  }
  return undefined;
}

/** Language that goes with a time zone, as a locale; English where several are spoken or none has words. */
export function localeFor(timeZone: string, languages: readonly string[]): string {
  const locale = LOCALES[timeZone] ?? "en-GB";
  return languages.includes(new Intl.Locale(locale).language) ? locale : "en-GB";
}

const LOCALES: Readonly<Record<string, string>> = {
  "Europe/Helsinki": "fi-FI",
  "Europe/Mariehamn": "sv-FI",
  "Europe/Stockholm": "sv-SE",
  "Europe/Oslo": "nb-NO",
  "Europe/Copenhagen": "da-DK",
  "Europe/Amsterdam": "nl-NL",
  "Europe/Brussels": "nl-BE",
  "Europe/Luxembourg": "fr-LU",
  "Europe/Berlin": "de-DE",
  "Europe/Vienna": "de-AT",
  "Europe/Zurich": "de-CH",
  "Europe/Paris": "fr-FR",
  "Europe/Tallinn": "et-EE",
};
