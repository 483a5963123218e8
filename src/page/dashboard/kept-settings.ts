import type { Settings } from "./settings.ts";

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
