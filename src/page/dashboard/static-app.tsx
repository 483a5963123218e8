import { useEffect, useState } from "preact/hooks";
import { fill } from "../../view/fill.ts";
import { languageOf } from "../../view/language-of.ts";
import { BROWSER_LANGUAGES } from "../../words/browser-languages.ts";
import type { PageWords } from "../../words/page-words.ts";
import { browserMonoMs } from "../clock.ts";
import { browserZone, LanguageContext, useLanguage, useLoadedLocale, zoneNote } from "../language.ts";
import type { Link, Told } from "../values/told.ts";
import { languageFor } from "../words/format.ts";
import { brokerHelp } from "./broker-help.ts";
import {
  checkSettings,
  keepLanguage,
  keepSettings,
  keptLanguage,
  keptSettings,
  type Settings,
  usualSettings,
} from "./settings.ts";
import { SettingsForm } from "./settings-form.tsx";
import { useEngine } from "./use-engine.ts";

/** The whole page, in the language that the user chose or the browser's. */
export function StaticApp() {
  const [chosen, setChosen] = useState(keptLanguage);
  const [{ kept, usable }] = useState(settingsAtStart);
  const [settings, setSettings] = useState(usable);
  const locale = useLoadedLocale(localeOf(chosen), startLocale());
  const language = languageFor(locale, settings?.timeZone ?? browserZone());
  useEffect(() => {
    document.documentElement.lang = language.words.language;
  }, [language]);
  const choose = (next: string) => {
    keepLanguage(next);
    setChosen(next);
  };
  return (
    <LanguageContext.Provider value={language}>
      <Connected kept={kept} settings={settings} onSettings={setSettings} onLanguage={choose} />
      <footer class="about">{zoneNote(language, Date.now())}</footer>
    </LanguageContext.Provider>
  );
}

interface ConnectedProps {
  readonly kept: Settings;
  readonly settings: Settings | undefined;
  readonly onSettings: (settings: Settings | undefined) => void;
  readonly onLanguage: (language: string) => void;
}

function Connected({ kept, settings, onSettings, onLanguage }: ConnectedProps) {
  const { page } = useLanguage();
  const words = page.settings;
  const [isOpen, setOpen] = useState(settings === undefined);
  const { shown, fault } = useEngine(settings);
  const isRefused = shown?.told.dashboard.broker.kind === "refused";
  useEffect(() => {
    if (isRefused) setOpen(true);
  }, [isRefused]);
  const connect = (next: Settings) => {
    keepSettings(next);
    onSettings({ ...next });
    setOpen(false);
  };
  const forget = () => {
    onSettings(undefined);
    setOpen(true);
  };
  return (
    <>
      <header class="top plain-top">
        <div class="who">
          <h1>Wattframe</h1>
          {settings !== undefined && (
            <span class="chip">{fill(words.at, { prefix: settings.prefix, url: settings.url })}</span>
          )}
        </div>
        <LanguageChoice onLanguage={onLanguage} />
        {settings !== undefined && (
          <button type="button" class="open" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {words.open}
          </button>
        )}
      </header>
      <main>
        {fault !== undefined && (
          <p class="notice" role="alert">
            {words.partMissing}
          </p>
        )}
        {settings !== undefined && shown !== undefined && <Notice told={shown.told} settings={settings} />}
        {isOpen && <SettingsForm settings={settings ?? kept} onConnect={connect} onForget={forget} />}
        {settings !== undefined && shown !== undefined && (
          <shown.View told={shown.told} link={linkOf(shown.told, page)} />
        )}
        {settings !== undefined && shown === undefined && fault === undefined && (
          <p class="plain">{words.connecting} …</p>
        )}
      </main>
    </>
  );
}

function LanguageChoice({ onLanguage }: Pick<ConnectedProps, "onLanguage">) {
  const { words, page } = useLanguage();
  return (
    <label class="language">
      <span class="unseen">{page.settings.language}</span>
      <select value={words.language} onChange={({ currentTarget }) => onLanguage(currentTarget.value)}>
        {BROWSER_LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {new Intl.DisplayNames([language], { type: "language" }).of(language)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Advice where nothing comes from the broker. */
function Notice({ told, settings }: { readonly told: Told; readonly settings: Settings }) {
  const language = useLanguage();
  const { broker, clock } = told.dashboard;
  const age = clock.monoMs - broker.sinceMonoMs + browserMonoMs() - told.heardAtMs;
  const help = brokerHelp(told.dashboard, settings, age, language);
  return help === undefined ? null : (
    <p class="notice" role="alert">
      {help}
    </p>
  );
}

function linkOf({ dashboard: { broker } }: Told, { settings: words, connection }: PageWords): Link {
  const isLive = broker.kind === "connected";
  const isTrying = broker.kind === "connecting" && broker.reason === undefined;
  return { isLive, sentence: isLive ? connection.live : isTrying ? words.connecting : words.notConnected };
}

/** Locale that the page begins in, whose words are to be loaded before it is drawn. */
export function startLocale(): string {
  return localeOf(keptLanguage());
}

/** Locale of a chosen language: the browser's own where that is of this language. */
function localeOf(chosen: string | undefined): string {
  const own = navigator.languages.find((locale) => chosen === undefined || languageOf(locale) === chosen);
  return own ?? chosen ?? navigator.language;
}

/** Kept settings, completed with the usual ones; usable when the page can connect with them at once. */
function settingsAtStart(): { readonly kept: Settings; readonly usable: Settings | undefined } {
  const usual = usualSettings(location);
  const found = keptSettings();
  const kept = { ...usual, ...found };
  const isWhole = found !== undefined && (kept.username === "" || kept.password !== "");
  return { kept, usable: isWhole && checkSettings(kept, location) === undefined ? kept : undefined };
}
