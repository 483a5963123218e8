/** The languages that there are, in words, when a locale's is not among them; undefined when it is, or the text is no locale. */
export function languagesInstead(locale: string, languages: readonly string[]): string | undefined {
  const language = languageOf(locale);
  if (language === undefined || languages.includes(language)) return undefined;
  const names = new Intl.DisplayNames("en", { type: "language" });
  return languages.map((code) => `${code} (${names.of(code)})`).join(", ");
}

function languageOf(locale: string): string | undefined {
  try {
    return new Intl.Locale(locale).language;
  } catch {
    return undefined;
  }
}
