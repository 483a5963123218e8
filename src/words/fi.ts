import type { PartWords } from "../view/part-words.ts";
import type { WidgetWords } from "../widget/widgets.ts";
import { fiPage } from "./page/fi.ts";
import type { BrowserWords, Words } from "./words.ts";

const language = "fi";

const parts: PartWords = {
  power: {
    importNow: "Verkosta nyt",
    exportNow: "Verkkoon nyt",
    importLast: "Viimeksi verkosta",
    exportLast: "Viimeksi verkkoon",
    power: "Teho",
    noPower: "Ei tehotietoa",
    staleSince: "viimeisin tieto klo {time}",
    ageUnknown: "viimeisin tieto, aika ei tiedossa",
    hourMean: "Tunnin keskiteho",
  },
  phases: { phases: "Vaiheet", notReported: "ei tietoa", difference: "ero" },
  day: {
    energy: "Energia",
    imported: "osto",
    exported: "myynti",
    yesterday: "Eilen",
    since: "Klo {time} alkaen",
    today: "Tänään",
    noHistory: "Ei vielä tietoja tältä päivältä",
    peak: "huippu {power} klo {time}",
  },
  balance: {
    over: "{phase} ylittää sulakkeen",
    near: "{phase} lähellä sulaketta",
    calm: "Kuormitus normaali",
    stale: "Virtatiedot vanhentuneet",
  },
  life: {
    problems: {
      "broker-refused": "Kirjautuminen estetty klo {time} lähtien",
      "broker-gone": "Ei yhteyttä klo {time} lähtien",
      "reader-gone": "Lukulaite ei vastaa klo {time} lähtien",
      unreadable: "Mittarin tietoja ei voida lukea",
      "meter-silent": "Ei mittaritietoja klo {time} lähtien",
      "no-telegram-yet": "Odotetaan mittarin tietoja",
      "kept-values": "Vanhat tiedot, odotetaan mittaria",
      "clock-not-set": "Kelloa ei ole asetettu",
    },
    problemsShort: {
      "broker-refused": "Ei pääsyä",
      "broker-gone": "Ei yhteyttä",
      "reader-gone": "Ei lukulaitetta",
      unreadable: "Lukuvirhe",
      "meter-silent": "Ei tietoja",
      "no-telegram-yet": "Odotetaan",
      "kept-values": "Vanhat tiedot",
      "clock-not-set": "Ei kelloa",
    },
    problemsFor: {
      "broker-refused": "Kirjautuminen estetty {age}",
      "broker-gone": "Ei yhteyttä {age}",
      "reader-gone": "Lukulaite ei vastaa, {age}",
      unreadable: "Ei luettavaa tietoa {age}",
      "meter-silent": "Mittari vaiti {age}",
      "no-telegram-yet": "Odotettu {age}",
      "kept-values": "Vanhat tiedot {age}",
      "clock-not-set": "Kello asettamatta {age}",
    },
    works: {
      "broker-refused": "MQTT-palvelin vastaa.",
      "broker-gone": "Näyttö toimii.",
      "reader-gone": "MQTT-palvelin vastaa.",
      unreadable: "Lukulaite lähettää tietoja.",
      "meter-silent": "Yhteys lukulaitteelle toimii.",
      "no-telegram-yet": "MQTT-palvelin vastaa.",
      "kept-values": "MQTT-palvelin vastaa.",
      "clock-not-set": "Mittarin tiedot tulevat.",
    },
    remedy: {
      "broker-refused": "Tarkista tunnus ja salasana.",
      "broker-gone": "Tarkista palvelin ja verkko.",
      "reader-gone": "Tarkista lukulaitteen virta ja Wi-Fi.",
      unreadable: "Katso arvosivua.",
      "meter-silent": "Tarkista mittarin johto.",
      "no-telegram-yet": "Tarkista lukulaite.",
      "kept-values": "Tarkista lukulaite.",
      "clock-not-set": "Kello asetetaan verkosta.",
    },
    chain: { meter: "Mittari", reader: "Lukulaite", broker: "Palvelin", display: "Näyttö", unknown: "–" },
  },
};

const widgets: WidgetWords = {
  now: {
    fromGrid: "Verkosta nyt",
    toGrid: "Verkkoon nyt",
    last: "Viimeisin arvo, klo {time}",
    lastUndated: "Viimeisin arvo",
    noPower: "Ei tehotietoa",
  },
  "day-lines": {
    mean: "Tunnin keskiteho {power}",
    highest: "Päivän huippu {power} klo {time}",
    inAndOut: "Tänään osto {in}, myynti {out} kWh",
    endsAt: "Tiedot päättyvät klo {time}",
  },
  phases: {
    phases: "Vaiheet",
    current: "Virta",
    left: "{phase}-vaiheella jäljellä {current} A",
    leftOnFuse: "Sulakkeella jäljellä {current} A",
    flowsOut: "{phase}-vaiheelta verkkoon {current} A",
    over: "{phase} ylittää sulakkeen {current} A",
    overFuse: "Sulake ylittyy {current} A",
    overFor: "Jo {age}. Kytke jotain pois.",
    overNow: "Kytke jotain pois.",
    missing: "{phases}: ei tietoa",
    highest: "Päivän huippu {current} A klo {time}",
    voltage: "Jännite {low}–{high} V",
  },
  hours: {
    heading: "Tämä päivä tunneittain, kWh",
    yesterday: "eilen",
  },
  strip: {
    today: "Tänään",
    yesterday: "Eilen",
    month: "{month}ssa",
    inToday: "Osto tänään",
    outToday: "Myynti tänään",
    inYesterday: "Osto eilen",
    outMonth: "Myynti {month}",
    since: "{time} alkaen",
    sinceDay: "{day} alkaen",
    until: "{time} asti",
    monthUntil: "{month} {time} asti",
    meter: "Lukema",
  },
  corner: {
    lastValue: "viimeisin",
    left: "{current} A jäljellä",
  },
  waiting: {
    title: "Odotetaan mittaria",
    steps: [
      "Liitä lukulaite mittarin asiakasporttiin.",
      "Liitä lukulaite kodin Wi-Fi-verkkoon.",
      "Ensimmäinen kuva tulee noin 10 sekunnissa.",
    ],
  },
  status: {
    valuesFrom: "Päivitetty klo",
  },
};

/** Finnish for pictures and the page. */
export const fi: Words = { language, parts, widgets, page: fiPage };

/** Finnish for the page alone: what the widgets say is not sent to browsers. */
export const fiBrowser: BrowserWords = { language, parts, page: fiPage };
