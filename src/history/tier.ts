import type { Columns, RowKind, Timed } from "./rows.ts";

/** Slots of time of a tier, and the number of them that it keeps. */
export interface TierShape {
  readonly slotOf: (ms: number) => number;
  /** When a slot starts, milliseconds since 1970; it ends when the next one starts. */
  readonly startOf: (slot: number) => number;
  /** How long most slots last, milliseconds. */
  readonly usualMs: number;
  readonly slotsPerBlock: number;
  /** Of more blocks than these the one furthest from now is dropped. */
  readonly maxBlocks: number;
}

/** One slot as a store keeps it; without values it was emptied. */
export interface StoredSlotRow {
  readonly startMs: number;
  readonly values: readonly number[];
}

/**
 * Rows of one key by slots of time. Memory comes in blocks, when something falls into them; its bound holds however the
 * clock jumps, and a jump costs one block at most.
 */
export class Tier<Row extends Timed> {
  readonly shape: TierShape;
  readonly #kind: RowKind<Row>;
  readonly #blocks = new Map<number, Columns<Row>>();
  #unsaved: Set<number> | undefined;
  /** The slot that changed last, and how often a slot before that one did, or rows made room for others. */
  #lastChanged = Number.NEGATIVE_INFINITY;
  #rewrites = 0;
  /** The block that was last looked into: most often the next look is into the same one. */
  #last: { readonly number: number; readonly block: Columns<Row> | undefined } | undefined;

  constructor(shape: TierShape, kind: RowKind<Row>, isTracked = false) {
    this.shape = shape;
    this.#kind = kind;
    if (isTracked) this.track();
  }

  /** True when it is noted which slots change. */
  get isTracked(): boolean {
    return this.#unsaved !== undefined;
  }

  /** When the slot that changed last starts: while {@link rewrites} is the same, nothing before it changes. */
  get lastChangedMs(): number {
    return this.#lastChanged === Number.NEGATIVE_INFINITY ? this.#lastChanged : this.shape.startOf(this.#lastChanged);
  }

  /** How often a slot changed that is before the one that changed last, or rows made room for others. */
  get rewrites(): number {
    return this.#rewrites;
  }

  /** A copy of the rows in memory of its own. */
  copy(): Tier<Row> {
    const copy = new Tier(this.shape, this.#kind);
    for (const [number, block] of this.#blocks) copy.#blocks.set(number, block.copy());
    return copy;
  }

  /** The row of a slot; undefined where nothing is known. */
  get(slot: number): Row | undefined {
    const { slotsPerBlock, startOf } = this.shape;
    const number = Math.floor(slot / slotsPerBlock);
    if (this.#last?.number !== number) this.#last = { number, block: this.#blocks.get(number) };
    return this.#last.block?.get(slot - number * slotsPerBlock, startOf(slot));
  }

  /** Puts a row into a slot. @param nowMs what is far from now makes room for it */
  set(slot: number, row: Row, nowMs: number): void {
    const number = Math.floor(slot / this.shape.slotsPerBlock);
    const block = this.#blocks.get(number) ?? this.#open(number, nowMs);
    block.set(slot - number * this.shape.slotsPerBlock, row, this.shape.startOf(slot));
    this.#changed(slot);
  }

  /** Empties a slot. */
  delete(slot: number): void {
    const number = Math.floor(slot / this.shape.slotsPerBlock);
    this.#blocks.get(number)?.clear(slot - number * this.shape.slotsPerBlock);
    this.#changed(slot);
  }

  /** The rows of the slots from one on, before another, in order of time. */
  between({ first, end }: { readonly first: number; readonly end: number }): Row[] {
    const { slotsPerBlock, startOf } = this.shape;
    const rows: Row[] = [];
    for (let number = Math.floor(first / slotsPerBlock); number * slotsPerBlock < end; number++) {
      const [block, start] = [this.#blocks.get(number), number * slotsPerBlock];
      if (!block) continue;
      for (let slot = Math.max(first, start); slot < Math.min(end, start + slotsPerBlock); slot++) {
        const row = block.get(slot - start, startOf(slot));
        if (row !== undefined) rows.push(row);
      }
    }
    return rows;
  }

  /** The rows of all slots that have a part of a span, in order of time, with the number of their slot. */
  *rows(fromMs: number, toMs: number): Generator<readonly [slot: number, row: Row]> {
    const { slotOf, slotsPerBlock } = this.shape;
    const numbers = [...this.#blocks.keys()].sort((a, b) => a - b);
    const first = fromMs === -Infinity ? -Infinity : slotOf(fromMs);
    const last = toMs === Infinity ? Infinity : slotOf(toMs);
    for (const number of numbers) {
      const start = number * slotsPerBlock;
      const end = Math.min(start + slotsPerBlock - 1, last);
      for (let slot = Math.max(start, first); slot <= end; slot++) {
        const row = this.get(slot);
        if (row !== undefined && this.shape.startOf(slot) < toMs) yield [slot, row];
      }
    }
  }

  /** The last row that begins before an instant. */
  lastBefore(ms: number): Row | undefined {
    const { slotOf, slotsPerBlock } = this.shape;
    const last = ms === Infinity ? Infinity : slotOf(ms);
    for (const number of [...this.#blocks.keys()].sort((a, b) => b - a)) {
      const start = number * slotsPerBlock;
      for (let slot = Math.min(start + slotsPerBlock - 1, last); slot >= start; slot--) {
        const row = this.get(slot);
        if (row !== undefined && row.atMs < ms) return row;
      }
    }
    return undefined;
  }

  /** Notes from now on which slots changed. */
  track(): void {
    this.#unsaved ??= new Set();
  }

  /** The slots that changed since this was last called, as a store keeps them. */
  drainUnsaved(): StoredSlotRow[] {
    const slots = [...(this.#unsaved ?? [])];
    this.#unsaved?.clear();
    return slots.map((slot) => {
      const row = this.get(slot);
      return { startMs: this.shape.startOf(slot), values: row === undefined ? [] : this.#kind.toNumbers(row) };
    });
  }

  /** Notes that the slot at an instant is not saved. */
  markUnsaved(ms: number): void {
    this.#unsaved?.add(this.shape.slotOf(ms));
  }

  /** The first slot of each block that has memory, and the one after its last. */
  spans(): (readonly [first: number, end: number])[] {
    const { slotsPerBlock } = this.shape;
    return [...this.#blocks.keys()].map((number) => [number * slotsPerBlock, (number + 1) * slotsPerBlock]);
  }

  /** The rows of the slots from one on, before another, as a store keeps them. */
  stored(first: number, end: number): StoredSlotRow[] {
    const rows: StoredSlotRow[] = [];
    for (let slot = first; slot < end; slot++) {
      const row = this.get(slot);
      if (row !== undefined) rows.push({ startMs: this.shape.startOf(slot), values: this.#kind.toNumbers(row) });
    }
    return rows;
  }

  /** Restores the slot at an instant from a store's values. */
  restore(startMs: number, values: readonly number[], nowMs: number): void {
    const row = this.#kind.fromNumbers(values);
    if (row === undefined) return;
    const number = Math.floor(this.shape.slotOf(startMs) / this.shape.slotsPerBlock);
    if (this.#blocks.size < this.shape.maxBlocks || this.#blocks.has(number) || this.#isNearer(number, nowMs)) {
      const changed = this.#lastChanged;
      this.set(this.shape.slotOf(startMs), row, nowMs);
      this.#lastChanged = Math.max(changed, this.#lastChanged);
      this.#unsaved?.delete(this.shape.slotOf(startMs));
    }
  }

  #changed(slot: number): void {
    this.#unsaved?.add(slot);
    if (slot < this.#lastChanged) this.#rewrites += 1;
    this.#lastChanged = slot;
  }

  #open(number: number, nowMs: number): Columns<Row> {
    if (this.#blocks.size >= this.shape.maxBlocks) this.#drop(this.#furthest(nowMs));
    this.#last = undefined;
    const { slotsPerBlock, usualMs } = this.shape;
    const block = this.#kind.columns(slotsPerBlock, usualMs);
    this.#blocks.set(number, block);
    return block;
  }

  /** Drops a block. What of it was not saved is lost; it does not count as emptied. */
  #drop(number: number): void {
    this.#blocks.delete(number);
    this.#rewrites += 1;
    for (const slot of this.#unsaved ?? [])
      if (Math.floor(slot / this.shape.slotsPerBlock) === number) this.#unsaved?.delete(slot);
  }

  #furthest(nowMs: number): number {
    const now = this.#blockOf(nowMs);
    return [...this.#blocks.keys()].reduce((a, b) => (Math.abs(b - now) > Math.abs(a - now) ? b : a));
  }

  #isNearer(number: number, nowMs: number): boolean {
    const now = this.#blockOf(nowMs);
    return Math.abs(number - now) < Math.abs(this.#furthest(nowMs) - now);
  }

  #blockOf(ms: number): number {
    return Math.floor(this.shape.slotOf(ms) / this.shape.slotsPerBlock);
  }
}
