import { fiPage } from "./page/fi.ts";
import type { Words } from "./words.ts";

/** Finnish. */
export const fi: Words = {
  language: "fi",
  parts: {
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
    },
  },
  widgets: {
    "power-now": {
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
    "phase-bars": {
      phases: "Vaiheet",
      notReported: "ei tietoa",
      difference: "ero",
    },
    "power-chart": {
      noHistory: "Ei vielä tietoja tältä päivältä",
      peak: "huippu {power} klo {time}",
      yesterday: "eilen",
    },
    totals: {
      energy: "Energia",
      imported: "osto",
      exported: "myynti",
      today: "Tänään",
      yesterday: "Eilen",
      month: "Kuussa",
      since: "Klo {time} alkaen",
      meterCounter: "Lukema",
    },
    status: {
      valuesFrom: "Päivitetty klo",
    },
  },
  page: fiPage,
};
