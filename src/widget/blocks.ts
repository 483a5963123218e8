import type { Box } from "../draw/box.ts";

/** A block of a picture: its height, and how it is drawn from its top. */
export interface Block {
  readonly height: number;
  draw(y: number): void;
}

/**
 * Draws blocks from the top of a box to its bottom, spread over it, as many as have room.
 * @param blocks in the order in which they are drawn; an absent one has nothing to say
 * @param rank the same blocks in the order in which they find room, the first of them always
 * @param gap least distance between two of them, pixels
 */
export function drawBlocks(
  { y: top, height }: Box,
  blocks: readonly (Block | undefined)[],
  rank: readonly (Block | undefined)[],
  gap: number,
): void {
  const [first] = rank;
  let left = height + gap;
  const shown = new Set<Block>();
  for (const block of rank) {
    if (!block || block.height + gap > left + (block === first ? gap : 0)) continue;
    left -= block.height + gap;
    shown.add(block);
  }
  const drawn = blocks.filter((block) => block !== undefined && shown.has(block)) as Block[];
  const between = gap + (drawn.length > 1 ? Math.floor(Math.max(0, left) / (drawn.length - 1)) : 0);
  let y = top;
  for (const block of drawn) {
    block.draw(y);
    y += block.height + between;
  }
}
