import { expect, it } from "vitest";
import { localeOfSystem } from "../../../src/config/locale.ts";

it.each([
  [{ LANG: "fi_FI.UTF-8" }, "fi-FI"],
  [{ LANG: "de_DE@euro" }, "de-DE"],
  [{ LANG: "sv" }, "sv"],
  [{ LC_ALL: "", LC_MESSAGES: "nb_NO.UTF-8", LANG: "en_GB.UTF-8" }, "nb-NO"],
  [{ LC_ALL: "C.UTF-8", LANG: "fi_FI.UTF-8" }, undefined],
  [{ LANG: "POSIX" }, undefined],
  [{ LANG: "not a locale" }, undefined],
  [{}, undefined],
])("the locale of a system with %o is %s", (env, locale) => {
  expect(localeOfSystem(env)).toBe(locale);
});
