import type { AnnouncedUnit, AnnouncedUnits } from "../meter/announced-unit.ts";
import type { Message } from "../meter/message.ts";
import { isAtOrBelow } from "../meter/topic-prefix.ts";
import { unitSpelt } from "../meter/unit.ts";
import { discoveredSensors, fieldOfTemplate } from "../meter/wire/discovery.ts";
import { fieldName } from "../meter/wire/json-fields.ts";

/** A topic whose unit was announced for the first time, or differently from before. */
export interface ChangedUnit {
  readonly topic: string;
  readonly before?: AnnouncedUnit;
}

const MAX_TOPICS = 1_000; // a reader has dozens
const MAX_UNIT = 40; // characters

/** The units that a reader announces of its own topics, in discovery messages; bounded in count. */
export class UnitAnnouncements implements AnnouncedUnits {
  readonly #units = new Map<string, AnnouncedUnit>();
  readonly #prefix: string;

  /** @param prefix first part of the reader's topics, without a slash at its end */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /**
   * Takes a discovery message and returns the topics below the prefix, or fields of their JSON, whose unit is another than
   * before. A message that removes a sensor revokes no unit: the reader may still publish it.
   */
  take({ topic, payload }: Pick<Message, "topic" | "payload">): readonly ChangedUnit[] {
    return discoveredSensors(topic, payload).flatMap(({ stateTopic, unit, template }) => {
      const isBelow = isAtOrBelow(this.#prefix, stateTopic);
      const field = fieldOfTemplate(template);
      if (unit === undefined || !isBelow || field === undefined) return [];
      const topic = stateTopic.slice(this.#prefix.length + 1);
      return this.#keep(field === "" ? topic : fieldName(topic, field), unit.slice(0, MAX_UNIT));
    });
  }

  /** The unit of a topic below the prefix, or of a field of its JSON by its path behind it; undefined when none was announced. */
  of(topic: string): AnnouncedUnit | undefined {
    return this.#units.get(topic);
  }

  #keep(topic: string, text: string): ChangedUnit[] {
    const before = this.#units.get(topic);
    if (before?.text === text || (before === undefined && this.#units.size >= MAX_TOPICS)) return [];
    const unit = unitSpelt(text);
    this.#units.set(topic, unit === undefined ? { text } : { text, unit });
    return [before === undefined ? { topic } : { topic, before }];
  }
}
