import { identityIn } from "../meter-identity.ts";
import type { Quantity } from "../quantity.ts";
import { type Axdr, AxdrError, AxdrReader, NestingError } from "./axdr.ts";
import { asciiOf, CLOCK_CODES, cosemClock, logicalName, scaledBy } from "./cosem-object.ts";
import { LLC_BYTES, opensTelegram } from "./hdlc-frame.ts";
import { isMakerName, readMakerList } from "./maker-lists.ts";
import { refused, type TelegramContent, type TelegramResult } from "./telegram.ts";
import { NOT_DECRYPTED } from "./unrecognized-bytes.ts";
import type { Decrypt } from "./wire-format.ts";

const DATA_NOTIFICATION = 0x0f; // IEC 62056-5-3 table 8
const GLO_CIPHERING = 0xdb;
const OTHER_KEY = "Compare the key in decryptionKeyFile with what the grid company sent for this meter.";
const NAMES: ReadonlyMap<number, string> = new Map([
  [GLO_CIPHERING, "an encrypted telegram (general-glo-ciphering)"],
  [0xdc, "an encrypted telegram (general-ded-ciphering)"],
  [0xdf, "a signed telegram"],
  [0xe0, "a telegram in blocks (general-block-transfer)"],
]);

/**
 * Content of the information of one telegram (all its segments joined): LLC, data-notification, A-XDR. Values are scaled by
 * what the telegram itself carries, or by the maker's table where it carries nothing; what is not certain is refused as
 * `UNSUPPORTED`, what cannot be read to its exact end as `MALFORMED`.
 * @param control the first frame's control byte
 * @param decrypt opens an encrypted telegram; without it one is refused
 * @source IEC 62056-5-3; Swedish Branschrekommendation v1.2; Aidon RJ12 HAN interface v1.7A section 3.3
 */
export function readNotification(information: Uint8Array, control: number, decrypt?: Decrypt): TelegramResult {
  if (information.length === 0) return refused("UNSUPPORTED", "the frame carries nothing");
  if (information.length < LLC_BYTES || !opensTelegram(information))
    return refused("UNSUPPORTED", "the frame carries no telegram");
  const tag = information[LLC_BYTES];
  if (tag === GLO_CIPHERING && decrypt) {
    const plain = decrypt(information.subarray(LLC_BYTES));
    return plain?.[0] === DATA_NOTIFICATION
      ? readNotification(Uint8Array.of(...information.subarray(0, LLC_BYTES), ...plain), control)
      : refused("UNSUPPORTED", "the encrypted telegram does not open with the meter's key", OTHER_KEY);
  }
  if (tag !== DATA_NOTIFICATION) {
    const name = NAMES.get(tag ?? -1) ?? "something else than a data notification";
    const isEncrypted = tag === GLO_CIPHERING || tag === 0xdc;
    return refused("UNSUPPORTED", `the frame carries ${name}`, isEncrypted ? NOT_DECRYPTED : undefined);
  }
  const reader = new AxdrReader(information, LLC_BYTES + 1);
  try {
    reader.octets(4); // long-invoke-id-and-priority
    return readBody(reader, readSentAt(reader), control);
  } catch (error) {
    if (!(error instanceof AxdrError)) throw error;
    return refused(error.supported ? "MALFORMED" : "UNSUPPORTED", `the telegram cannot be read: ${error.message}`);
  }
}

function readBody(reader: AxdrReader, sent: string | undefined, control: number): TelegramResult {
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
  const content = readObjects(body.items) ?? readMakerList(body.items, control);
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
  const identity: Record<string, string> = {};
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
