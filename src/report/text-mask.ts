import { isIPv4, isIPv6 } from "node:net";
import { maskJson } from "../meter/mask-text.ts";

/** Texts that a report must not hold, found in the configuration and on the machine. */
export interface KnownTexts {
  /** Passwords, keys and tokens. */
  readonly secrets: readonly string[];
  /** Names of hosts. */
  readonly hosts: readonly string[];
}

/** Masks of the texts of one report: the same host has the same number everywhere in it. */
export interface TextMask {
  /** Masks a text for people: secrets, users, hosts, addresses, and whatever may be a serial number. */
  text(text: string): string;
  /** Masks what a telegram may hold beside the identifiers of meter and device; its values stay. */
  payload(text: string): string;
}

/** What stands in the place of a secret. */
export const MASKED = "***";
/** A shorter text is a part of words that have nothing to do with it. */
const LEAST_LENGTH = 4;
/** Names that any machine may have. */
const COMMON_HOSTS = ["localhost", "raspberrypi", "debian", "wattframe"];

const USER_IN_URL = /\b([a-z][a-z\d+.-]*:\/\/)[^\s/"]*@/giu;
const HOST_IN_URL = /\b([a-z][a-z\d+.-]*:\/\/(?:\*{3}@)?)([^\s/:"'@?#,)\]]+)/giu;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const NAMED_SECRET =
  /((?:password|passwd|token|secret|decryptionKey|authenticationKey|bearer)s?["']?[ \t]*[:= ][ \t]*)(?!["']?\*\*\*)("(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;}\]"']{4,})/giu;
const SEPARATED_SECRET = /[:=]/u;
const MAC = /(?<![\w:-])[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?![\w:-])/giu;
const END_OF_MAC = /(?<=[-_])(?=[\da-f]*\d)(?=[\da-f]*[a-f])[\da-f]{6}(?![\da-z])/giu;
const ADDRESS_4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/gu;
const ADDRESS_6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/giu;
const LOCAL_NAME = /\b[\w-]+(?:\.[\w-]+)*\.(?:local|lan|home|internal|arpa|box)\b/giu;
const HOME = /(\/home\/)[^/\s"':]+/gu;
/** Eight or more letters and digits with four digits among them: no word, no code of this program. */
const SERIAL = /(?<![0-9A-Za-z.])(?=(?:[A-Za-z]*\d){4})[0-9A-Za-z]{8,}(?![0-9A-Za-z])/gu;
/** JSON keys whose values name a network or a device. */
const NETWORK_KEY = /^(?:b?ssid\d*|mac|mac_?address|ip|ip_?address|host|hostname|gateway|dns\w*)$/iu;

/** Masks for one report. */
export function textMask({ secrets, hosts }: KnownTexts): TextMask {
  const numbers = new Map<string, string>();
  const numbered = (host: string): string => {
    const key = host.toLowerCase();
    if (isOfThisMachine(key)) return host;
    const known = numbers.get(key) ?? `host-${numbers.size + 1}`;
    numbers.set(key, known);
    return known;
  };
  const hidden = secretTexts(secrets);
  const named = hosts.filter((host) => host.length >= LEAST_LENGTH && !isOfThisMachine(host.toLowerCase()));
  const withoutSecrets = (text: string) => hidden.reduce((said, secret) => said.replaceAll(secret, MASKED), text);
  const addresses = (text: string) =>
    named
      .reduce((said, host) => said.replaceAll(host, () => numbered(host)), withoutSecrets(text))
      .replaceAll(USER_IN_URL, `$1${MASKED}@`)
      .replaceAll(HOST_IN_URL, (_, lead: string, host: string) => lead + numbered(host))
      .replaceAll(EMAIL, MASKED)
      .replaceAll(MAC, MASKED)
      .replaceAll(ADDRESS_4, (found) => (isIPv4(found) ? numbered(found) : found))
      .replaceAll(ADDRESS_6, (found) => (isIPv6(found) ? numbered(found) : found))
      .replaceAll(LOCAL_NAME, numbered);
  return {
    text: (text) =>
      addresses(text)
        .replaceAll(NAMED_SECRET, (found, lead: string) => (SEPARATED_SECRET.test(lead) ? lead + MASKED : found))
        .replaceAll(HOME, `$1${MASKED}`)
        .replaceAll(END_OF_MAC, MASKED)
        .replaceAll(SERIAL, (found) => "X".repeat(found.length)),
    payload: (text) => addresses(maskJson(text, (key) => NETWORK_KEY.test(key))),
  };
}

/** The secrets as they may be written, the longest first: one may be a part of another. */
function secretTexts(secrets: readonly string[]): readonly string[] {
  const written = secrets.flatMap((secret) => [secret, ...secret.split(/\r?\n/u)]).map((text) => text.trim());
  const forms = written.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]);
  return [...new Set(forms)].filter(({ length }) => length >= LEAST_LENGTH).sort((a, b) => b.length - a.length);
}

function isOfThisMachine(host: string): boolean {
  return COMMON_HOSTS.includes(host) || /^(?:127\.|0\.0\.0\.0$|\[?::1?\]?$|host-\d+$|\*)/u.test(host);
}
