import { bytesOfLatin1, latin1Of } from "../meter/bytes.ts";
import { maskMessage } from "../meter/mask.ts";
import { maskSuspects } from "../meter/mask-text.ts";
import { excerpt } from "../meter/wire/payload.ts";

/** Unreadable message as it may be logged and shown. */
export interface MaskedFailure {
  readonly message: string;
  readonly payload: Uint8Array;
}

/** A message may quote a name of any length. */
const MAX_MESSAGE = 500;
/** Length that is masked in one go; failures keep less, and messages quote less. */
const MAX_MASKED_BYTES = 4_096;

/**
 * A failure with identifiers masked: in the payload also whatever may be one, for nothing in it can be relied on; in the
 * message only where it quotes the payload, so that its own words stay.
 */
export function maskFailure(topic: string, message: string, payload: Uint8Array): MaskedFailure {
  const kept = payload.subarray(0, MAX_MASKED_BYTES);
  const masked = bytesOfLatin1(maskSuspects(latin1Of(maskMessage(topic, kept))));
  const [text, maskedText] = [textOf(kept), textOf(masked)];
  const quotes = [text, text.trim()].map((quoted) => excerpt(quoted));
  const instead = [maskedText, maskedText.trim()].map((quoted) => excerpt(quoted));
  return {
    message: shortened(quotes.reduce((said, quote, i) => said.replaceAll(quote, () => instead[i] ?? ""), message)),
    payload: masked,
  };
}

function shortened(text: string): string {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8").decode(bytes);
}
