/** What the page has to know of a broker and a meter. */
export interface Settings {
  /** `ws://` or `wss://`, with a port where it is not the usual one. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly prefix: string;
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
  readonly timeZone: string;
  /** Whether this browser keeps the password when it is closed. */
  readonly remember: boolean;
}

/** What is offered at first: the host that the page came from, and a usual house. */
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

/** What is wrong in the settings, with what to do; absent when nothing is. */
export function checkSettings(settings: Settings, page: { readonly protocol: string }): string | undefined {
  const address = URL.canParse(settings.url) ? new URL(settings.url) : undefined;
  if (address === undefined || !/^wss?:$/.test(address.protocol)) {
    return "The broker’s address begins with ws:// or wss://, such as ws://192.168.1.10:9001: browsers speak MQTT over WebSockets only.";
  }
  if (address.username !== "" || address.password !== "") return "User and password have fields of their own.";
  if (page.protocol === "https:" && address.protocol === "ws:" && !isThisMachine(address.hostname)) {
    return "This page came over https, and browsers let such a page speak to wss:// brokers only. Use a wss:// address, or open the page over http.";
  }
  if (!/^[^+#/\0]+(\/[^+#/\0]+)*$/u.test(settings.prefix) || settings.prefix.startsWith("$")) {
    return "The prefix is the first part of the reader’s topics, such as han or house/han, without + and #.";
  }
  if (!(settings.mainFuseA >= 6 && settings.mainFuseA <= 1_000)) return "The main fuse is between 6 and 1000 A.";
  return isTimeZone(settings.timeZone) ? undefined : "This browser knows no such time zone; Europe/Helsinki is one.";
}

/** Browsers trust the way to their own machine whatever it is. */
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

/** What this browser keeps of the settings; absent when nothing was kept. The password lasts as long as the tab unless it is to be remembered. */
export function keptSettings(): Partial<Settings> | undefined {
  const kept = readJson(localStorageOf());
  if (kept === undefined) return undefined;
  return { ...kept, ...readJson(sessionStorageOf()) };
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
