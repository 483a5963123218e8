import type { PartWords } from "../view/part-words.ts";
import type { WidgetWords } from "../widget/widgets.ts";
import { enPage } from "./page/en.ts";
import type { BrowserWords, Words } from "./words.ts";

const language = "en";

const parts: PartWords = {
  power: {
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
  phases: { phases: "Phases", notReported: "not reported", difference: "imbalance" },
  day: {
    energy: "Energy",
    imported: "in",
    exported: "out",
    yesterday: "Yesterday",
    since: "Since {time}",
    today: "Today",
    noHistory: "No values of today yet",
    peak: "peak {power} at {time}",
  },
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
    problemsFor: {
      "broker-refused": "Login refused for {age}",
      "broker-gone": "No connection for {age}",
      "reader-gone": "Reader offline for {age}",
      unreadable: "Nothing readable for {age}",
      "meter-silent": "Meter silent for {age}",
      "no-telegram-yet": "Waiting for {age}",
      "kept-values": "Old values for {age}",
      "clock-not-set": "Clock not set for {age}",
    },
    works: {
      "broker-refused": "The broker answers.",
      "broker-gone": "The display works.",
      "reader-gone": "The broker answers.",
      unreadable: "Data arrives from the reader.",
      "meter-silent": "The way to the reader works.",
      "no-telegram-yet": "The broker answers.",
      "kept-values": "The broker answers.",
      "clock-not-set": "Values arrive from the meter.",
    },
    remedy: {
      "broker-refused": "Check user name and password.",
      "broker-gone": "Look at the broker and the network.",
      "reader-gone": "Look at the reader’s power and Wi-Fi.",
      unreadable: "Look at the page of values.",
      "meter-silent": "Look at the cable to the meter.",
      "no-telegram-yet": "Look at the reader.",
      "kept-values": "Look at the reader.",
      "clock-not-set": "It is set over the network.",
    },
    chain: { meter: "Meter", reader: "Reader", broker: "Broker", display: "Display", unknown: "–" },
  },
};

const widgets: WidgetWords = {
  now: {
    fromGrid: "From the grid",
    toGrid: "To the grid",
    last: "Last value, {time}",
    lastUndated: "Last value",
    noPower: "No power value",
  },
  "day-lines": {
    mean: "{power} on average this hour",
    highest: "Highest today {power} at {time}",
    inAndOut: "{in} kWh in, {out} out today",
    endsAt: "Chart and totals end at {time}",
  },
  phases: {
    phases: "Phases",
    current: "Current",
    left: "{current} A left on {phase}",
    leftOnFuse: "{current} A left on the fuse",
    flowsOut: "{current} A flow out on {phase}",
    over: "{phase} is {current} A over its fuse",
    overFuse: "{current} A over the fuse",
    overFor: "For {age} now. Switch something off.",
    overNow: "Switch something off.",
    missing: "{phases} not reported",
    highest: "Highest today {current} A at {time}",
    voltage: "Voltage {low} to {high} V",
  },
  hours: {
    heading: "Today by the hour, kWh",
    yesterday: "yesterday",
  },
  strip: {
    today: "Today",
    yesterday: "Yesterday",
    month: "{month}",
    inToday: "In today",
    outToday: "Out today",
    inYesterday: "In yesterday",
    outMonth: "Out in {month}",
    since: "Since {time}",
    sinceDay: "Since {day}",
    until: "To {time}",
    monthUntil: "{month} to {time}",
    meter: "Meter",
  },
  corner: {
    lastValue: "last value",
    left: "{current} A left",
  },
  waiting: {
    title: "Waiting for the meter",
    steps: [
      "Plug the reader into the meter’s customer port.",
      "Let it join the Wi-Fi of the house.",
      "The first picture comes about 10 seconds later.",
    ],
  },
  status: {
    valuesFrom: "from the meter at",
  },
};

/** English for pictures and the page. */
export const en: Words = { language, parts, widgets, page: enPage };

/** English for the page alone: what the widgets say is not sent to browsers. */
export const enBrowser: BrowserWords = { language, parts, page: enPage };
