/** Numbers from 0 up to but not including 1; the same generator makes the same sequence. */
export type Random = () => number;

/**
 * A 32-bit hash of numbers and names, such as of a seed, an appliance and a day. Numbers count with their
 * whole value, not only with their low 32 bits.
 * @source MurmurHash3's mixing steps and constants (Austin Appleby, public domain)
 */
export function hash(...parts: readonly (number | string)[]): number {
  let state = 0x9e3779b9;
  for (const part of parts) {
    if (typeof part === "string") {
      for (let index = 0; index < part.length; index += 1) state = mix(state, part.charCodeAt(index));
    } else {
      state = mix(mix(state, part | 0), Math.floor(part / 0x1_0000_0000) | 0);
    }
  }
  return finish(state);
}

/**
 * A small generator, good enough for a house and the same on every machine.
 * @param seed 32 bits, as {@link hash} gives them
 * @source mulberry32 (Tommy Ettinger, public domain)
 */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let out = Math.imul(state ^ (state >>> 15), state | 1);
    out ^= out + Math.imul(out ^ (out >>> 7), out | 61);
    return ((out ^ (out >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/**
 * A smooth random curve: one random height from -1 to 1 at each whole `x`, eased in between.
 * @param seed 32 bits; each seed is another curve
 */
export function noise(seed: number, x: number): number {
  const left = Math.floor(x);
  const part = x - left;
  const ease = part * part * (3 - 2 * part);
  return height(seed, left) * (1 - ease) + height(seed, left + 1) * ease;
}

/** A random number from -1 to 1 that belongs to this `x` and seed. */
export function height(seed: number, x: number): number {
  return (finish(mix(mix(seed, x | 0), Math.floor(x / 0x1_0000_0000) | 0)) >>> 0) / 0x7fff_ffff - 1;
}

function mix(state: number, part: number): number {
  let value = Math.imul(part, 0xcc9e2d51);
  value = Math.imul((value << 15) | (value >>> 17), 0x1b873593);
  const next = state ^ value;
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0xe6546b64) | 0;
}

function finish(state: number): number {
  let out = state ^ (state >>> 16);
  out = Math.imul(out ^ (out >>> 13), 0x85ebca6b);
  out = Math.imul(out ^ (out >>> 16), 0xc2b2ae35);
  return out ^ (out >>> 16);
}
