import type { Message } from "../meter/message.ts";
import type { Quantity } from "../meter/quantity.ts";
import type { Decoded } from "../meter/wire/decoded.ts";
import type { WireOptions } from "../meter/wire/wire-format.ts";
import {
  meterDecoder,
  quantitiesOfTopic,
  quantityReadInAnotherUnit,
  wireFormatOf,
} from "../meter/wire/wire-formats.ts";
import { UnitAnnouncements } from "./unit-announcements.ts";

/** Quantity that was read in a wrong unit until the reader announced its unit. */
export interface CorrectedUnit {
  readonly quantity: Quantity;
  /** True when an earlier announcement named the other unit; false when only the topic's name did. */
  readonly wasAnnounced: boolean;
}

/** Decoder of one meter's messages: the configuration's mapping, and the units that the reader announces. Topics are relative to the prefix. */
export class MessageDecoder {
  readonly #prefix: string;
  readonly #announced: UnitAnnouncements;
  #options: WireOptions;
  #decode: ReturnType<typeof meterDecoder>;

  constructor(prefix: string, wire: WireOptions) {
    this.#prefix = prefix;
    this.#announced = new UnitAnnouncements(prefix);
    this.#options = { ...wire, prefix: this.#prefix, announced: this.#announced };
    this.#decode = meterDecoder(this.#options);
  }

  /** Options in force: the configuration's, with the units that the reader announced. */
  get options(): WireOptions {
    return this.#options;
  }

  /** Continues with other options; announced units are kept. */
  change(wire: WireOptions): void {
    this.#options = { ...wire, prefix: this.#prefix, announced: this.#announced };
    this.#decode = meterDecoder(this.#options);
  }

  /** Decodes a message; undefined when no format reads it. @throws WattframeError as the formats do */
  decode(topic: string, payload: Uint8Array): readonly Decoded[] | undefined {
    return this.#decode(topic, payload);
  }

  /** Returns the quantities that a topic carries, whether or not its payload can be read. */
  quantitiesOf(topic: string): readonly Quantity[] {
    return quantitiesOfTopic(topic, this.#options);
  }

  /** Returns the id of the format that reads a message. */
  formatOf(topic: string, payload: Uint8Array): string | undefined {
    return wireFormatOf(topic, payload, this.#options)?.id;
  }

  /** Takes a discovery message; returns the quantities that were read in another unit until now. */
  announce(message: Pick<Message, "topic" | "payload">): readonly CorrectedUnit[] {
    return this.#announced.take(message).flatMap(({ topic, before }) => {
      const quantity = quantityReadInAnotherUnit(topic, before, this.#options);
      return quantity === undefined ? [] : [{ quantity, wasAnnounced: before !== undefined }];
    });
  }
}
