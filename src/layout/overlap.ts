import type { Size } from "../draw/size.ts";
import type { Layout } from "./layout.ts";
import { commonSize, isSingleSize } from "./size-range.ts";

/** Two compositions of a layout for the same sizes. */
interface Overlap {
  /** The second of them, in the order of the file, and the first. */
  readonly sizes: string;
  readonly before: string;
  /** Smallest size that both are for. */
  readonly size: Size;
}

/** Compositions for a size that an earlier one is for too, so that nobody can tell which is shown; one size within a range is no overlap. */
export function overlapsOf({ compositions }: Pick<Layout, "compositions">): Overlap[] {
  return compositions.flatMap((one, i) =>
    compositions.slice(0, i).flatMap((before) => {
      const size =
        isSingleSize(one.range) === isSingleSize(before.range) ? commonSize(one.range, before.range) : undefined;
      return size ? [{ sizes: one.sizes, before: before.sizes, size }] : [];
    }),
  );
}
