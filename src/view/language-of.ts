/** Languages that are written with the words and formats of another: both kinds of Norwegian as Bokmål. */
const WRITTEN_AS: Readonly<Record<string, string>> = { nn: "nb", no: "nb" };

/** Codes of the languages that are written as another, such as `nn`. */
export const ALIAS_LANGUAGES: readonly string[] = Object.keys(WRITTEN_AS);

/** The locale that was last asked for: the next picture asks for it again. */
let last = { locale: "en", language: "en" };

/** The language, such as `nb`, whose words and formats a locale such as `no-NO` gets. */
export function languageOf(locale: string): string {
  if (last.locale === locale) return last.language;
  const { language } = new Intl.Locale(locale);
  last = { locale, language: WRITTEN_AS[language] ?? language };
  return last.language;
}

/** The locale that numbers and dates are written by: the same region with the language of {@link languageOf}. */
export function writtenLocale(locale: string): string {
  const language = languageOf(locale);
  return new Intl.Locale(locale, { language }).toString();
}
