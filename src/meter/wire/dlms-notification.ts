import { type Axdr, AxdrError, AxdrReader, NestingError } from "./axdr.ts";
import { readObjectList } from "./cosem-list.ts";
import { asciiOf, cosemClock } from "./cosem-object.ts";
import { isMakerName, readMakerList } from "./maker-lists.ts";
import { type NotificationContext, refused, type TelegramContent, type TelegramResult } from "./telegram.ts";

const WITHOUT_DESCRIPTION =
  "It takes the maker's description of the list: report it with that and with what wattframe decode says of the bytes.";
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
 * @source IEC 62056-5-3; Swedish Branschrekommendation v1.2; Aidon RJ12 HAN interface v1.7A section 3.3
 */
export function readNotification(apdu: Uint8Array, context: NotificationContext): TelegramResult {
  const [tag = 0] = apdu;
  if (tag !== DATA_NOTIFICATION) {
    const [name, hint] = OTHERS.get(tag) ?? ["something else than a data notification"];
    return refused("UNSUPPORTED", `the frame carries ${name}`, hint);
  }
  const reader = new AxdrReader(apdu, 1);
  try {
    reader.octets(4); // long-invoke-id-and-priority
    return readBody(reader, readSentAt(reader), context);
  } catch (error) {
    if (!(error instanceof AxdrError)) throw error;
    return refused(error.supported ? "MALFORMED" : "UNSUPPORTED", `the telegram cannot be read: ${error.message}`);
  }
}

function readBody(reader: AxdrReader, sentAt: Uint8Array, context: NotificationContext): TelegramResult {
  const from = reader.at;
  let body: Axdr;
  try {
    body = reader.datum();
  } catch (error) {
    if (!(error instanceof AxdrError) || error instanceof NestingError) throw error;
    if (opensKnownList(reader.after(from))) throw error;
    return refused("UNSUPPORTED", "a list of a kind that is not read here", WITHOUT_DESCRIPTION);
  }
  if (!reader.isAtEnd) return refused("MALFORMED", "bytes follow after the end of the list");
  const content = body.kind === "list" ? contentOf(body.items, sentAt, context) : "the telegram is not a list";
  if (typeof content === "string")
    return { ...refused("UNSUPPORTED", content, WITHOUT_DESCRIPTION), isReadToEnd: true };
  const meterClock = content.meterClock ?? cosemClock(sentAt);
  return { ok: true, content: meterClock === undefined ? content : { ...content, meterClock } };
}

/** Content of a list, or why it has none. */
function contentOf(items: readonly Axdr[], sentAt: Uint8Array, context: NotificationContext): TelegramContent | string {
  if (items.length === 0) return "the list is empty";
  const content = readObjectList(items, sentAt, context.timeZone) ?? readMakerList(items, context);
  return content ?? "a list without units, of a maker that is not known";
}

/** The notification's own date-time: a length (0 when there is none), Kaifa puts the tag of an octet-string before it. */
function readSentAt(reader: AxdrReader): Uint8Array {
  const first = reader.byte();
  const length = first === 0x09 ? reader.byte() : first;
  if (length !== 0 && length !== 12) throw new AxdrError(`a date-time of ${length} bytes`);
  return reader.octets(length);
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
