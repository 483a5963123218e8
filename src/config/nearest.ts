/** The candidate that `word` was most likely meant to be, or undefined when none is near enough to suggest. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  const plain = fold(word);
  for (const candidate of candidates) {
    const other = fold(candidate);
    const distance = editDistance(plain, other);
    const isPart = plain.length >= 3 && (other.includes(plain) || plain.startsWith(other));
    const limit = Math.max(1, Math.floor(Math.max(plain.length, other.length) * 0.4));
    if ((distance <= limit || isPart) && distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Spelling habits are not mistakes of their own: `main_fuse_a` and `MainFuseA` are both `mainFuseA`. */
function fold(word: string): string {
  return word.slice(0, 60).toLowerCase().replaceAll(/[-_ ]/gu, "");
}

/** Number of letters to insert, remove, change or swap with their neighbour to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  let older: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          previous[column]! + 1,
          current[column - 1]! + 1,
          previous[column - 1]! + (isSame ? 0 : 1),
          isSwapped ? older[column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [older, previous] = [previous, current];
  }
  return previous[to.length]!;
}
