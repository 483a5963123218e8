import type { Log } from "../log.ts";
import { homewizardSource } from "./homewizard.ts";
import type { HomeWizardDevice } from "./homewizard-device.ts";
import { lineSource } from "./line-source.ts";
import type { ListenAt } from "./listener.ts";
import { type SerialSettings, serialLine } from "./serial-line.ts";
import type { Clock, Source, SourceEvents } from "./source.ts";
import { tcpLine } from "./tcp-line.ts";

/** Where a meter's values come from, if not from the broker. */
export type OwnSource =
  | ({ readonly kind: "serial" } & SerialSettings)
  | ({ readonly kind: "tcp" } & ListenAt)
  | ({ readonly kind: "homewizard" } & HomeWizardDevice);

/** Returns the first part of the topics under which the messages of a meter's own source are handed on. */
export function prefixOf(source: OwnSource): string {
  if (source.kind === "serial") return source.path.replaceAll(/^\/+|\/+$/gu, "");
  if (source.kind === "homewizard") return source.host;
  return `${source.host}:${source.port}`;
}

/** Returns where a meter's own source is: the path of its port, or its address. */
export function placeOf(source: OwnSource): string {
  return source.kind === "serial" ? source.path : prefixOf(source);
}

/** Opens a meter's own source. Nothing is thrown; failures are states. */
export function openOwnSource(source: OwnSource, events: SourceEvents, clock: Clock, log: Log): Source {
  if (source.kind === "homewizard") return homewizardSource(source, prefixOf(source), events, clock, log);
  const line = source.kind === "serial" ? serialLine(source) : tcpLine(source);
  return lineSource(line, prefixOf(source), events, clock, log);
}
