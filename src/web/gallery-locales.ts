import { LANGUAGES } from "../words/languages.ts";

/** The locale in which the gallery shows a language; a language without a row is shown without a region. */
const LOCALES: Readonly<Record<string, string>> = {
  en: "en-GB",
  fi: "fi-FI",
  sv: "sv-SE",
  nb: "nb-NO",
  da: "da-DK",
  nl: "nl-NL",
  de: "de-DE",
  fr: "fr-BE",
  et: "et-EE",
};

/** A locale to look at pictures in. */
export interface GalleryLocale {
  readonly id: string;
  /** The language by its own name, as in `suomi`. */
  readonly name: string;
}

/** One locale for each language that a picture speaks, in their order. */
export const GALLERY_LOCALES: readonly GalleryLocale[] = LANGUAGES.map(({ language }) => {
  const name = new Intl.DisplayNames([language], { type: "language" }).of(language);
  return { id: LOCALES[language] ?? language, name: name ?? language };
});
