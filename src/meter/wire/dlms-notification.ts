import { identityIn } from "../meter-identity.ts";
import type { Quantity } from "../quantity.ts";
import { type Axdr, AxdrError, AxdrReader, NestingError } from "./axdr.ts";
import { asciiOf, CLOCK_CODES, cosemClock, logicalName, scaledBy } from "./cosem-object.ts";
import { isMakerName, readMakerList } from "./maker-lists.ts";
import { refused, type TelegramContent, type TelegramResult } from "./telegram.ts";

const DATA_NOTIFICATION = 0x0f; // IEC 62056-5-3 table 8
/** Content that is known and not read, and what it would take. */
const OTHERS: ReadonlyMap<number, readonly [name: string, hint: string]> = new Map([
  [
    0xca,
    [
      "an encrypted event (glo-event-notification), which does not say who sends it",
      "Ask the grid company for telegrams with general-glo-ciphering.",
    ],
  ],
  [
    0xd2,
    [
      "an encrypted event (ded-event-notification), which does not say who sends it",
      "Ask the grid company for telegrams with general-glo-ciphering.",
    ],
  ],
  [
    0xdd,
    [
      "an encrypted telegram with keys of its own (general-ciphering)",
      "Ask the grid company for telegrams with general-glo-ciphering and its key.",
    ],
  ],
  [0xdf, ["a signed telegram (general-signing)", "Ask the grid company to switch the signatures off."]],
]);

/**
 * Content of one telegram without the headers of its line: data-notification, A-XDR. Values are scaled by what the telegram
 * itself carries, or by the maker's table where it carries nothing; what is not certain is refused as `UNSUPPORTED`, what cannot be read
 * to its exact end as `MALFORMED`.
 * @param control the first frame's control byte
 * @param country country of the grid, ISO 3166 code of two letters, where a maker's scales differ by it
 * @source IEC 62056-5-3; Swedish Branschrekommendation v1.2; Aidon RJ12 HAN interface v1.7A section 3.3
 */
export function readNotification(apdu: Uint8Array, control: number, country?: string): TelegramResult {
  const [tag = 0] = apdu;
  if (tag !== DATA_NOTIFICATION) {
    const [name, hint] = OTHERS.get(tag) ?? ["something else than a data notification"];
    return refused("UNSUPPORTED", `the frame carries ${name}`, hint);
  }
  const reader = new AxdrReader(apdu, 1);
  try {
    reader.octets(4); // long-invoke-id-and-priority
    return readBody(reader, readSentAt(reader), control, country);
  } catch (error) {
    if (!(error instanceof AxdrError)) throw error;
    return refused(error.supported ? "MALFORMED" : "UNSUPPORTED", `the telegram cannot be read: ${error.message}`);
  }
}

function readBody(
  reader: AxdrReader,
  sent: string | undefined,
  control: number,
  country: string | undefined,
): TelegramResult {
  const from = reader.at;
  let body: Axdr;
  try {
    body = reader.datum();
  } catch (error) {
    if (!(error instanceof AxdrError) || error instanceof NestingError) throw error;
    if (opensKnownList(reader.after(from))) throw error;
    return refused("UNSUPPORTED", "a list of a kind that is not read here");
  }
  if (!reader.isAtEnd) return refused("MALFORMED", "bytes follow after the end of the list");
  if (body.kind !== "list") return refused("UNSUPPORTED", "the telegram is not a list");
  if (body.items.length === 0) return refused("UNSUPPORTED", "the list is empty");
  const content = readObjects(body.items) ?? readMakerList(body.items, { control, country });
  if (content === undefined) return refused("UNSUPPORTED", "a list without units, of a maker that is not known");
  const meterClock = content.meterClock ?? sent;
  return { ok: true, content: meterClock === undefined ? content : { ...content, meterClock } };
}

/** The notification's own date-time: a length (0 when there is none), Kaifa puts the tag of an octet-string before it. */
function readSentAt(reader: AxdrReader): string | undefined {
  const first = reader.byte();
  const length = first === 0x09 ? reader.byte() : first;
  if (length !== 0 && length !== 12) throw new AxdrError(`a date-time of ${length} bytes`);
  return cosemClock(reader.octets(length));
}

/** Returns whether a list's first element is one of a list that is read here, so that what follows can be called broken. */
function opensKnownList(reader: AxdrReader): boolean {
  try {
    if (!reader.isList(reader.byte())) return false;
    reader.byte(); // how many; a list of 128 or more is not read here
    const first = reader.datum();
    return first.kind === "list" || isMakerName(asciiOf(first) ?? "");
  } catch {
    return false;
  }
}

/**
 * A list that explains itself: `{ name, value }` or `{ name, value, { scaler, unit } }` each; absent when it is not one, or
 * when it has numbers and none of them a unit.
 */
function readObjects(items: readonly Axdr[]): TelegramContent | undefined {
  const values: { [Q in Quantity]?: number } = {};
  const unknown: string[] = [];
  const identity: Record<string, number> = {};
  let meterClock: string | undefined;
  let lacksUnits = false;
  for (const item of items) {
    if (item.kind !== "list") return undefined;
    const [key, value, scaling] = item.items;
    const name = logicalName(key);
    if (name === undefined || item.items.length > 3) return undefined;
    const scaled = name.row && values[name.row.key] === undefined ? scaledBy(scaling, value, name.row.unit) : undefined;
    if (name.row && scaled !== undefined) values[name.row.key] = scaled;
    else if (CLOCK_CODES.has(name.code) && value?.kind === "octets") meterClock ??= cosemClock(value.bytes);
    else unknown.push(name.code);
    Object.assign(identity, identityIn(name.code, asciiOf(value)));
    lacksUnits ||= name.row !== undefined && value?.kind === "integer" && scaling === undefined;
  }
  if (lacksUnits && Object.keys(values).length === 0) return undefined;
  return { values, identity, unknown, ...(meterClock !== undefined && { meterClock }) };
}
