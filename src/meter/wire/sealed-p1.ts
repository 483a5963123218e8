import type { ByteWindow } from "./byte-window.ts";
import { MAX_SEALED_HEAD_BYTES, opensSealed, sealedHead } from "./ciphered-apdu.ts";
import { MAX_P1_BYTES } from "./p1-telegram.ts";
import { type Found, NOTHING, refused, type StreamPhase } from "./telegram.ts";

/** An ASCII telegram that is encrypted as a whole and comes without a frame. */
export interface SealedP1 {
  readonly kind: "sealed";
  readonly end: number;
  readonly apdu: Uint8Array;
}

/** Security control and frame counter before the shortest telegram, and a tag behind it. */
const MIN_BODY_BYTES = 32;
const MAKER_LETTERS = 3;

/**
 * The encrypted telegram that opens at `start`, as P1 ports send it: general-glo-ciphering without anything around it. Only looked
 * for where there is a key: its head alone proves little.
 * @source Luxembourg, P1 specification 1.1.3 section 3.2.5
 */
export function sealedP1At(window: ByteWindow, start: number, phase: StreamPhase): SealedP1 | Found {
  if (!opensSealed(window.at(start))) return NOTHING;
  window.countSteps(MAX_SEALED_HEAD_BYTES);
  const bytes = window.view(start, Math.min(window.end, start + MAX_SEALED_HEAD_BYTES));
  const head = sealedHead(bytes);
  if (head === "no" || !bytes.subarray(2, 2 + MAKER_LETTERS).every(isLetter)) return NOTHING;
  if (head === "more") return phase === "ended" ? NOTHING : { kind: "more", until: start + MAX_SEALED_HEAD_BYTES };
  const length = head.end - head.bodyAt;
  if (length < MIN_BODY_BYTES || length > MAX_P1_BYTES) return NOTHING;
  const end = start + head.end;
  if (window.end >= end) return { kind: "sealed", end, apdu: window.view(start, end) };
  if (phase !== "ended") return { kind: "more", until: end };
  const refusal = () =>
    refused("TRUNCATED", `the encrypted telegram has ${head.end} bytes and only ${window.end - start} came`);
  return { kind: "refused", end: window.end, refusal };
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}
