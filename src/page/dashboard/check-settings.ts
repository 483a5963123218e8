import type { Settings } from "./settings.ts";

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
