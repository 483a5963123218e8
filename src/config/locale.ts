/** A locale in its usual spelling; undefined when the text is none. */
export function canonicalLocale(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined; // Intl throws for a text that is no locale
  }
}

/** The languages that there are, in words, when a locale's is not among them; undefined when it is, or the text is no locale. */
export function languagesInstead(text: string, languages: readonly string[]): string | undefined {
  const locale = canonicalLocale(text);
  if (locale === undefined || languages.includes(new Intl.Locale(locale).language)) return undefined;
  const names = new Intl.DisplayNames("en", { type: "language" });
  return languages.map((code) => `${code} (${names.of(code)})`).join(", ");
}
