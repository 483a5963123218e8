import { maskTelegrams } from "../../src/meter/wire/mask-telegrams.ts";
import { TelegramStream } from "../../src/meter/wire/telegram-stream.ts";
import { type Bench, cpuMs, inTurn, type Measured } from "./comparison.ts";

/** Beginnings of telegrams again and again, none of which ends: each byte may be the first of one. */
const WORST = ["/", "~", "~\u00a0", "h\u0000", "(", "1-0:1.8.0(", "\t", "0123456789", "!"];
const [SMALL, LARGE] = [1_024, 65_536];

const filled = (piece: string, length: number) =>
  Buffer.from(piece.repeat(Math.ceil(length / piece.length)), "latin1").subarray(0, length);

/** Time for a byte of the worst input, microseconds: what a small and a large payload of the same take. */
async function worstOf(work: (payload: Uint8Array) => unknown): Promise<Measured> {
  const all: Measured[] = [];
  for (const piece of WORST) {
    const times = (length: number, count: number) => async () => {
      const payload = filled(piece, length);
      return ((await cpuMs(() => Array.from({ length: count }, () => work(payload)))) / (length * count)) * 1_000;
    };
    all.push(await inTurn(times(LARGE, 4), times(SMALL, 256), 5, "µs a byte"));
  }
  return all.reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
}

function decode(payload: Uint8Array): unknown {
  const stream = new TelegramStream({ allowNoCrc: true });
  return [...stream.push(payload), ...stream.end()];
}

/** Work on what anybody may send grows with its length, not faster. */
export const worstInput: Bench = {
  rows: [
    { name: "masking", bound: 1.5, what: "masking of 64 kB of the worst input, a byte / of 1 kB" },
    { name: "decoding", bound: 1.5, what: "decoding of 64 kB of the worst input, a byte / of 1 kB" },
  ],
  measure: async () => [await worstOf(maskTelegrams), await worstOf(decode)],
};
