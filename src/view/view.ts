import type { PartKey, PartValues } from "./parts.ts";

/** Facts that every picture may show, whatever parts it has. */
export interface ViewFrame {
  readonly meter: { readonly name: string; readonly mainFuseA: number };
  /** Wall milliseconds of the picture; meaningless while `clockSet` is false. */
  readonly nowMs: number;
  readonly clockSet: boolean;
  readonly locale: string;
  readonly timeZone: string;
}

/**
 * Every number that a widget may show, with how far it can be trusted. Plain data: the same view gives the same
 * picture, on a panel, in a browser and in a test.
 */
export type View = ViewWith<PartKey>;

/** A view that has these parts at least. */
export type ViewWith<Key extends PartKey> = PartialView & Pick<PartValues, Key>;

/** A view of which only some parts were built. */
export type PartialView = ViewFrame & Partial<PartValues>;

/** Returns whether a view has all of these parts. */
export function hasParts<Key extends PartKey>(view: PartialView, keys: readonly Key[]): view is ViewWith<Key> {
  return keys.every((key) => view[key] !== undefined);
}
