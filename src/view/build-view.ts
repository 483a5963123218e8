import type { PartInput, ViewPart } from "./part.ts";
import { PART_KEYS, PARTS, type PartKey, type PartMemories } from "./parts.ts";
import type { PartialView, View } from "./view.ts";

/** Everything that a view is made from. */
export interface ViewInput extends PartInput {
  readonly locale: string;
  /** Parts that are wanted; those that they need are built too. */
  readonly parts: readonly PartKey[];
  /** Memory of the view before, see {@link viewMemory}; without it the same parts take longer and numbers are less steady. */
  readonly before?: PartMemories | undefined;
}

/**
 * Builds the wanted parts of what a picture may show at `now`. Pure: the same input gives the same view, and apart from
 * values as last shown the memory of the view before changes nothing in it.
 */
export function buildView(input: ViewInput): PartialView {
  const { meter, now, locale, before = {} } = input;
  const wanted = withNeeded(input.parts);
  const built: Record<string, unknown> = {};
  for (const part of ROWS)
    if (wanted.has(part.key)) built[part.key] = part.build(input, built, before[part.key as keyof PartMemories]);
  return {
    meter: { name: meter.name, mainFuseA: meter.mainFuseA },
    nowMs: now.wallMs,
    clockSet: now.clockSet,
    locale,
    timeZone: meter.timeZone,
    ...built,
  };
}

/** Builds every part. */
export function buildWholeView(input: Omit<ViewInput, "parts">): View {
  return buildView({ ...input, parts: PART_KEYS }) as View;
}

/** Memory that the next view is built with, from this view and what it was built from. Plain data. */
export function viewMemory(view: PartialView, input: PartInput): PartMemories {
  const values: Readonly<Record<string, unknown>> = { ...view };
  const memories = ROWS.flatMap(({ key, remember }) =>
    remember && values[key] !== undefined ? [[key, remember(values[key], input)]] : [],
  );
  return Object.fromEntries(memories);
}

/** The rows without their types: each only receives what it built itself. */
const ROWS: readonly ViewPart[] = PARTS;

/** Keys of the wanted parts and of those that they need; a part comes after what it needs, so one pass from the end finds all. */
function withNeeded(parts: readonly string[]): ReadonlySet<string> {
  const wanted = new Set(parts);
  for (const { key, needs } of ROWS.toReversed()) if (wanted.has(key)) for (const need of needs) wanted.add(need);
  return wanted;
}
