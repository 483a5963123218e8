import { dirname, resolve } from "node:path";
import { QUANTITY } from "../meter/quantity.ts";
import { parseQuietHours } from "../refresh/quiet-hours.ts";
import { type OwnSource, prefixOf } from "../source/own-source.ts";
import type { BrokerConfig, Config, DisplayConfig, MeterConfig, PreviewConfig } from "./config.ts";
import { decryptorOf } from "./decryptor.ts";
import { METER_DEFAULTS } from "./defaults.ts";
import { commonDisplayOptions } from "./display-schema.ts";
import { gridCountry } from "./grid-country.ts";
import type { MachineTimeZone } from "./machine-time-zone.ts";
import type { WrittenConfig } from "./schema.ts";
import { Secret } from "./secret.ts";

/**
 * Returns the configuration with every default, absolute paths and secrets wrapped, from one that has passed every check.
 * @param file absolute
 * @param machineZone the time zone of meters that name none
 */
export function normalizeConfig(written: WrittenConfig, file: string, machineZone: MachineTimeZone): Config {
  const { name, locale, clock, log } = written;
  const folder = dirname(file);
  const meters = written.meters.map((meter) => normalizeMeter(meter, machineZone));
  return {
    file,
    name,
    ...(written.broker && { broker: normalizeBroker(written.broker) }),
    meters,
    locale,
    clock,
    ...(written.history && { history: { path: resolve(folder, written.history.path) } }),
    ...(written.preview && { preview: normalizePreview(written.preview) }),
    log,
    ...(written.layouts !== undefined && { layouts: resolve(folder, written.layouts) }),
    displays: written.displays.map((display) => normalizeDisplay(display, folder, meters)),
  };
}

function normalizeBroker({ embedded, ...remote }: NonNullable<WrittenConfig["broker"]>): BrokerConfig {
  if (embedded !== undefined) {
    const users = embedded.users.map(({ name, password = "", publish, subscribe }) => {
      return { name, password: new Secret(password), publish, subscribe };
    });
    return { kind: "embedded", listen: embedded.listen, users, limits: embedded.limits };
  }
  const address = new URL(remote.url ?? "");
  const username = remote.username ?? decoded(address.username);
  const password = remote.password ?? decoded(address.password);
  address.username = "";
  address.password = "";
  return {
    kind: "remote",
    url: address.href,
    ...(username !== "" && { username }),
    ...(password !== "" && { password: new Secret(password) }),
    ...(remote.ca !== undefined && { ca: remote.ca }),
    ...(remote.cert !== undefined && { cert: remote.cert }),
    ...(remote.key !== undefined && { key: new Secret(remote.key) }),
    keepaliveS: remote.keepaliveS,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that encodes nothing is kept as it is
  }
}

/** Prefix of a meter that is still to be found: a wildcard, which is in no topic. */
const NO_PREFIX = "+";

type WrittenMeter = WrittenConfig["meters"][number];

function normalizeMeter(
  {
    mapping,
    allowNoCrc,
    format,
    decryptionKey,
    decryptionKeyFile: _key,
    authenticationKey,
    authenticationKeyFile: _authentication,
    country,
    source,
    discover,
    phases,
    ...meter
  }: WrittenMeter,
  machineZone: MachineTimeZone,
): MeterConfig {
  const rows = Object.entries(mapping).map(([topic, { quantity, unit, signed }]) => {
    const sentAs = unit ?? QUANTITY.get(quantity)?.unit ?? "W";
    return [topic, { quantity, unit: sentAs, ...(signed !== undefined && { signed }) }] as const;
  });
  // The checks have refused a meter without a zone where the machine has none.
  const timeZone = meter.timeZone ?? ("timeZone" in machineZone ? machineZone.timeZone : "UTC");
  const own = source && ownSourceOf(source);
  const only = source?.serial && source.serial.format !== "auto" ? source.serial.format : format;
  return {
    ...meter,
    ...(own && { source: own, prefix: prefixOf(own) }),
    ...(discover && { discover: { countsPhases: phases === undefined }, prefix: NO_PREFIX }),
    phases: phases ?? METER_DEFAULTS.phases,
    timeZone,
    wire: {
      allowNoCrc,
      mapping: Object.fromEntries(rows),
      ...(only !== undefined && { format: only }),
      ...(decryptionKey !== undefined && { decrypt: decryptorOf(decryptionKey, authenticationKey) }),
      ...gridCountry(country, timeZone),
      timeZone,
    },
  };
}

/** Returns a meter's own source; the checks have refused one of no kind. */
function ownSourceOf({ serial, tcp, homewizard }: NonNullable<WrittenMeter["source"]>): OwnSource | undefined {
  if (serial !== undefined) {
    const { format: _format, ...settings } = serial;
    return { kind: "serial", ...settings };
  }
  if (tcp !== undefined) return { kind: "tcp", ...tcp };
  if (homewizard === undefined) return undefined;
  const { host, token, ca } = homewizard;
  return {
    kind: "homewizard",
    host,
    ...(token !== undefined && { token: new Secret(token) }),
    ...(ca !== undefined && { ca }),
  };
}

function normalizePreview(preview: NonNullable<WrittenConfig["preview"]>): PreviewConfig {
  const { listen, password, tokens, hosts, trustProxy } = preview;
  return {
    listen,
    ...(password !== undefined && { password: new Secret(password) }),
    tokens: new Map(Object.entries(tokens).map(([display, token]) => [display, new Secret(token)])),
    hosts,
    trustProxy,
  };
}

const COMMON: ReadonlySet<string> = new Set(["kind", ...Object.keys(commonDisplayOptions.shape)]);

function normalizeDisplay(
  display: WrittenConfig["displays"][number],
  folder: string,
  meters: readonly MeterConfig[],
): DisplayConfig {
  const { name, kind, layout, theme, refresh, quietHours } = display;
  const own = Object.entries(display).filter(([key]) => !COMMON.has(key));
  const options = own.map(
    ([key, value]) => [key, key === "path" && typeof value === "string" ? resolve(folder, value) : value] as const,
  );
  return {
    name,
    kind,
    meter: display.meter ?? meters[0]?.name ?? METER_DEFAULTS.name,
    layout,
    theme,
    refresh,
    ...(quietHours !== undefined && { quietHours: parseQuietHours(quietHours) }),
    options: Object.fromEntries(options),
  };
}
