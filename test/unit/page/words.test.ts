import { expect, it } from "vitest";
import { visible } from "../../../src/dashboard/printable.ts";
import { loginRefusal } from "../../../src/page/login-refusal.ts";
import { ageText, counted, languageFor, minuteText, momentText } from "../../../src/page/words/format.ts";
import { brokerSentence, connectionSentence } from "../../../src/page/words/sentences.ts";
import { loadBrowserWords } from "../../../src/words/browser-languages.ts";

await loadBrowserWords("fi");
const ENGLISH = languageFor("en-GB", "Europe/Helsinki");
const FINNISH = languageFor("fi-FI", "Europe/Helsinki");

it("tells ages in the largest whole unit, both ways", () => {
  const ages = [0, 999, 1000, 59_999, 60_000, 3_600_000, 86_400_000, 200_000_000, -138_000];
  expect(ages.map((age) => ageText(age, ENGLISH)).join(", ")).toBe(
    "now, now, 1 s ago, 59 s ago, 1 min ago, 1 h ago, 1 day ago, 2 days ago, in 2 min",
  );
});

it("says the same in Finnish", () => {
  expect([59_999, 200_000_000, -138_000].map((age) => ageText(age, FINNISH))).toEqual([
    "59 s sitten",
    "2 päivää sitten",
    "2 min kuluttua",
  ]);
});

it("writes a moment in the meter's zone, with the date only where it is another day", () => {
  const noon = Date.UTC(2026, 10, 24, 10, 0, 5);
  expect(momentText(noon, noon + 3_600_000, ENGLISH)).toBe("12:00:05");
  expect(momentText(noon, noon + 3_600_000, FINNISH)).toBe("12.00.05");
  expect(momentText(noon, noon + 86_400_000, ENGLISH)).toMatch(/^Tue.* 12:00:05$/u);
});

it("has hours from 0 to 23, whatever the locale", () => {
  const american = languageFor("en-US", "Europe/Helsinki");
  expect(momentText(Date.UTC(2026, 0, 15, 22, 6), Date.UTC(2026, 0, 15, 22, 7), american)).toBe("00:06:00");
  expect(american.format.time(Date.UTC(2026, 0, 15, 16, 6))).toBe("18:06");
});

it("writes numbers by the language that it speaks, never by one without words", () => {
  expect(languageFor("is-IS", "UTC").format.exact(1.5)).toBe("1.5");
  expect(FINNISH.format.exact(1.5)).toBe("1,5");
});

it("counts one by itself", () => {
  const { telegrams } = ENGLISH.page.values;
  expect([1, 2, 1_000].map((count) => counted(telegrams, count, ENGLISH.format))).toEqual([
    "1 telegram in a day",
    "2 telegrams in a day",
    "1,000 telegrams in a day",
  ]);
});

it("tells minutes of the day", () => {
  expect([0, 65, 1439].map((minute) => minuteText(minute, ENGLISH))).toEqual(["00:00", "01:05", "23:59"]);
});

it("makes visible what is not seen or turns the text around it", () => {
  expect(visible("a\u0000\u001B[31m\u202Eb\u200B\uFEFFc\u2028")).toBe(
    "a⟨U+0000⟩⟨U+001B⟩[31m⟨U+202E⟩b⟨U+200B⟩⟨U+FEFF⟩c⟨U+2028⟩",
  );
  expect(visible("Hälsningar, 20 °C — ✓ 电")).toBe("Hälsningar, 20 °C — ✓ 电");
});

it("tells how the ways to the broker and to the kiosk are", () => {
  expect(brokerSentence({ kind: "connected", sinceMonoMs: 0 }, ENGLISH)).toBe("broker connected");
  const lost = { kind: "lost", reason: "ECONNREFUSED\u0007", sinceMonoMs: 0 } as const;
  expect(brokerSentence(lost, ENGLISH)).toBe("no connection to the broker: ECONNREFUSED⟨U+0007⟩");
  expect(brokerSentence(lost, FINNISH)).toBe("ei yhteyttä MQTT-palvelimeen");
  const sinceMs = Date.UTC(2026, 10, 24, 10, 0, 5);
  expect(connectionSentence({ kind: "lost", sinceMs }, sinceMs + 1000, ENGLISH)).toBe(
    "connection lost since 12:00:05, trying again",
  );
});

it("tells why a guess was refused", () => {
  expect(loginRefusal("", ENGLISH.page)).toBe("");
  expect(loginRefusal("?wrong", ENGLISH.page)).toBe("That is not the password.");
  expect(loginRefusal("?slow", ENGLISH.page)).toContain("Wait");
});
