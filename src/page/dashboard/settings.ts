import type { PageWords, SettingsField } from "../../words/page-words.ts";

/** Settings of the page: broker and meter. */
export interface Settings {
  /** `ws://` or `wss://`, with a port where it is not the usual one. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly prefix: string;
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
  readonly timeZone: string;
  /** Keeps the password when the browser is closed. */
  readonly remember: boolean;
}

/** Initial settings: the host that the page came from, and a usual house. */
export function usualSettings({
  protocol,
  hostname,
}: {
  readonly protocol: string;
  readonly hostname: string;
}): Settings {
  return {
    url: `${protocol === "https:" ? "wss" : "ws"}://${hostname || "localhost"}:9001`,
    username: "",
    password: "",
    prefix: "han",
    mainFuseA: 25,
    phases: 3,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    remember: false,
  };
}

/** A fault of the settings, at one field. */
export interface SettingsFault {
  readonly field: SettingsField;
  readonly fault: keyof PageWords["settings"]["faults"];
}

/** First fault of the settings; absent when there is none. */
export function checkSettings(settings: Settings, page: { readonly protocol: string }): SettingsFault | undefined {
  const { url, prefix, mainFuseA, timeZone } = settings;
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^wss?:$/.test(address.protocol)) return { field: "url", fault: "address" };
  if (address.username !== "" || address.password !== "") return { field: "url", fault: "userInAddress" };
  if (page.protocol === "https:" && address.protocol === "ws:" && !isThisMachine(address.hostname))
    return { field: "url", fault: "insecure" };
  if (!/^[^+#/\0]+(\/[^+#/\0]+)*$/u.test(prefix) || prefix.startsWith("$")) return { field: "prefix", fault: "prefix" };
  if (!(mainFuseA >= 6 && mainFuseA <= 1_000)) return { field: "mainFuseA", fault: "mainFuse" };
  return isTimeZone(timeZone) ? undefined : { field: "timeZone", fault: "timeZone" };
}

/** Tells whether a host is this machine, which browsers trust without TLS. */
function isThisMachine(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function isTimeZone(timeZone: string): boolean {
  try {
    return timeZone !== "" && Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const KEY = "wattframe-dashboard";
const LANGUAGE_KEY = "wattframe-language";

/** Settings kept in this browser; absent when there are none. The password lasts as long as the tab unless it is to be remembered. */
export function keptSettings(): Partial<Settings> | undefined {
  const kept = readJson(localStorageOf());
  if (kept === undefined) return undefined;
  return { ...kept, ...readJson(sessionStorageOf()) };
}

/** Language chosen for the page; absent when none was chosen. */
export function keptLanguage(): string | undefined {
  return localStorageOf()?.getItem(LANGUAGE_KEY) ?? undefined;
}

/** Keeps the language of the page in this browser. */
export function keepLanguage(language: string): void {
  try {
    localStorageOf()?.setItem(LANGUAGE_KEY, language);
  } catch {
    // full or forbidden: the page works without
  }
}

/** Keeps the settings in this browser, and nowhere else. */
export function keepSettings({ password, ...settings }: Settings): void {
  const isRemembered = settings.remember;
  write(localStorageOf(), isRemembered ? { ...settings, password } : settings);
  write(sessionStorageOf(), isRemembered ? {} : { password });
}

/** Forgets everything. */
export function forgetSettings(): void {
  localStorageOf()?.removeItem(KEY);
  localStorageOf()?.removeItem(LANGUAGE_KEY);
  sessionStorageOf()?.removeItem(KEY);
}

/** A browser may forbid its storages: then nothing is kept. */
function localStorageOf(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function sessionStorageOf(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

function readJson(storage: Storage | undefined): Partial<Settings> | undefined {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? "null");
    return typeof kept === "object" && kept !== null ? kept : undefined;
  } catch {
    return undefined;
  }
}

function write(storage: Storage | undefined, value: object): void {
  try {
    storage?.setItem(KEY, JSON.stringify(value));
  } catch {
    // full or forbidden: the page works without
  }
}
