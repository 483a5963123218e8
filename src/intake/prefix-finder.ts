import { WattframeError } from "../errors.ts";
import type { Message } from "../meter/message.ts";
import type { Quantity } from "../meter/quantity.ts";
import { meterDecoder, quantitiesOfTopic, wireFormatOf } from "../meter/wire/wire-formats.ts";

/** A prefix under which a meter's values are published. */
export interface FoundPrefix {
  readonly prefix: string;
  /** Values and topics seen below it. */
  readonly quantities: readonly Quantity[];
}

interface Candidate {
  readonly decode: ReturnType<typeof meterDecoder>;
  readonly quantities: Set<Quantity>;
}

const MAX_CANDIDATES = 200;
const MAX_LEVELS = 12;
const MAX_FIRST_LEVELS = 20;

/** Finds the prefixes of meters among messages on any topic, by what the wire formats read; bounded in what it keeps. */
export class PrefixFinder {
  readonly #candidates = new Map<string, Candidate>();
  readonly #firstLevels = new Set<string>();

  /** Takes one message, whoever published it. */
  take({ topic, payload }: Pick<Message, "topic" | "payload">): void {
    const levels = topic.split("/");
    const [first = ""] = levels;
    if (this.#firstLevels.size < MAX_FIRST_LEVELS) this.#firstLevels.add(first.slice(0, 60));
    if (levels.length > MAX_LEVELS) return;
    const isBelowPrefix = levels
      .map((_, i) => this.#weigh(levels.slice(0, i).join("/"), levels.slice(i).join("/"), payload))
      .includes(true);
    // Of a topic that a format knows the reader's other topics are beside it; any other may be all that a reader has.
    if (!isBelowPrefix) this.#weigh(topic, "", payload);
  }

  /** The prefixes under which a quantity was seen; the one with the most first. */
  get found(): readonly FoundPrefix[] {
    return [...this.#candidates]
      .map(([prefix, { quantities }]) => ({ prefix, quantities: [...quantities] }))
      .filter(({ quantities }) => quantities.length > 0)
      .sort((a, b) => b.quantities.length - a.quantities.length);
  }

  /** First levels of the topics that came, whatever they are; twenty at most. */
  get firstLevels(): readonly string[] {
    return [...this.#firstLevels].sort();
  }

  /** Takes what a format reads of the topic below the prefix; false where none reads it. */
  #weigh(prefix: string, topic: string, payload: Uint8Array): boolean {
    if (prefix === "" || wireFormatOf(topic, payload, { prefix }) === undefined) return false;
    const candidate = this.#candidates.get(prefix) ?? { decode: meterDecoder({ prefix }), quantities: new Set() };
    if (this.#candidates.size >= MAX_CANDIDATES && !this.#candidates.has(prefix)) return true;
    this.#candidates.set(prefix, candidate);
    for (const quantity of [...quantitiesOfTopic(topic), ...quantitiesIn(candidate, topic, payload)])
      candidate.quantities.add(quantity);
    return true;
  }
}

/** Returns the values of a whole telegram; none where it cannot be read. */
function quantitiesIn({ decode }: Candidate, topic: string, payload: Uint8Array): readonly Quantity[] {
  try {
    const decoded = decode(topic, payload) ?? [];
    return decoded.flatMap((item) => (item.kind === "values" ? (Object.keys(item.values) as Quantity[]) : []));
  } catch (thrown) {
    if (thrown instanceof WattframeError) return [];
    throw thrown;
  }
}
