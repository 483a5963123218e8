import { expect, it } from "vitest";
import { visible } from "../../../src/dashboard/printable.ts";
import { loginRefusal } from "../../../src/page/login-refusal.ts";
import { ageText, minuteText, momentText } from "../../../src/page/words/format.ts";
import { brokerSentence, connectionSentence } from "../../../src/page/words/sentences.ts";

it("tells ages in the largest whole unit, both ways", () => {
  const ages = [0, 999, 1000, 59_999, 60_000, 3_600_000, 86_400_000, 200_000_000, -138_000];
  expect(ages.map(ageText).join(", ")).toBe(
    "now, now, 1 s ago, 59 s ago, 1 min ago, 1 h ago, 1 day ago, 2 days ago, in 2 min",
  );
});

it("tells the date of a moment only where it is another day", () => {
  const noon = new Date(2026, 10, 24, 12, 0, 5).getTime();
  expect(momentText(noon, noon + 3_600_000)).toBe("12:00:05");
  expect(momentText(noon, noon + 86_400_000)).toBe("24 Nov 12:00:05");
});

it("tells minutes of the day", () => {
  expect([0, 65, 1439].map(minuteText)).toEqual(["00:00", "01:05", "23:59"]);
});

it("makes visible what is not seen or turns the text around it", () => {
  expect(visible("a\u0000\u001B[31m\u202Eb\u200B\uFEFFc\u2028")).toBe(
    "a⟨U+0000⟩⟨U+001B⟩[31m⟨U+202E⟩b⟨U+200B⟩⟨U+FEFF⟩c⟨U+2028⟩",
  );
  expect(visible("Hälsningar, 20 °C — ✓ 电")).toBe("Hälsningar, 20 °C — ✓ 电");
});

it("tells how the ways to the broker and to the kiosk are", () => {
  expect(brokerSentence({ kind: "connected", sinceMonoMs: 0 })).toBe("broker connected");
  expect(brokerSentence({ kind: "lost", reason: "ECONNREFUSED\u0007", sinceMonoMs: 0 })).toBe(
    "broker lost: ECONNREFUSED⟨U+0007⟩",
  );
  const sinceMs = new Date(2026, 10, 24, 12, 0, 5).getTime();
  expect(connectionSentence({ kind: "lost", sinceMs }, sinceMs + 1000)).toBe(
    "connection lost since 12:00:05, trying again",
  );
});

it("tells why a guess was refused", () => {
  expect(loginRefusal("")).toBe("");
  expect(loginRefusal("?wrong")).toBe("That is not the password.");
  expect(loginRefusal("?slow")).toContain("Wait");
});
