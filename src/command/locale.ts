import { canonicalLocale, languagesInstead } from "../config/locale.ts";
import { WattframeError } from "../errors.ts";
import { KNOWN_LANGUAGES } from "../words/languages.ts";

/**
 * The locale that a user named for pictures, in its usual spelling.
 * @throws WattframeError `USAGE` when it is none, or pictures have no words in its language
 */
export function pictureLocale(text: string): string {
  const locale = canonicalLocale(text);
  if (locale === undefined) throw new WattframeError("USAGE", `--locale ${text} is not a locale such as fi-FI`);
  const instead = languagesInstead(locale, KNOWN_LANGUAGES);
  if (instead === undefined) return locale;
  throw new WattframeError("USAGE", `--locale ${text}: pictures have no words in this language yet`, {
    hint: `Languages, by their codes: ${instead}.`,
  });
}
