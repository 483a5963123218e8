import { enPage } from "./page/en.ts";
import type { Words } from "./words.ts";

/** English. */
export const en: Words = {
  language: "en",
  parts: {
    balance: {
      over: "{phase} is over its fuse",
      near: "{phase} is near its fuse",
      calm: "Phases within limits",
      stale: "Currents out of date",
    },
    life: {
      problems: {
        "broker-refused": "Login refused since {time}",
        "broker-gone": "No connection since {time}",
        "reader-gone": "Reader offline since {time}",
        unreadable: "Data arrives, but no telegram can be read",
        "meter-silent": "Meter silent since {time}",
        "no-telegram-yet": "Waiting for the meter",
        "kept-values": "Old values, waiting for the meter",
        "clock-not-set": "Clock not set",
      },
      problemsShort: {
        "broker-refused": "Login refused",
        "broker-gone": "No connection",
        "reader-gone": "Reader offline",
        unreadable: "Unreadable",
        "meter-silent": "Meter silent",
        "no-telegram-yet": "Waiting",
        "kept-values": "Old values",
        "clock-not-set": "Clock not set",
      },
    },
  },
  widgets: {
    "power-now": {
      importNow: "From the grid",
      exportNow: "To the grid",
      importLast: "Last from the grid",
      exportLast: "Last to the grid",
      power: "Power",
      noPower: "No power value",
      staleSince: "at {time}, out of date",
      ageUnknown: "last known, time unknown",
      hourMean: "Hour average",
    },
    "phase-bars": {
      phases: "Phases",
      notReported: "not reported",
      difference: "imbalance",
    },
    "power-chart": {
      noHistory: "No values of today yet",
      peak: "peak {power} at {time}",
      yesterday: "yesterday",
    },
    totals: {
      energy: "Energy",
      imported: "in",
      exported: "out",
      today: "Today",
      yesterday: "Yesterday",
      month: "Month",
      since: "Since {time}",
      meterCounter: "Meter",
    },
    status: {
      valuesFrom: "from the meter at",
    },
  },
  page: enPage,
};
