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

/**
 * The locale of the system's messages, as `LC_ALL`, `LC_MESSAGES` or `LANG` names it; undefined where none does, or it is
 * the one without a language.
 * @source POSIX.1-2017 section 8.2: the first of these that is not empty counts; locale(7) for their form
 */
export function localeOfSystem(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const named = ["LC_ALL", "LC_MESSAGES", "LANG"].map((name) => env[name]).find((text) => text);
  const [tag = ""] = (named ?? "").split(/[.@]/u);
  return tag === "" || tag === "C" || tag === "POSIX" ? undefined : canonicalLocale(tag.replaceAll("_", "-"));
}
