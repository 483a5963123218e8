import type { Message } from "../meter/message.ts";
import {
  type DiscoveredSensor,
  discoveredSensors,
  fieldOfTemplate,
  isDiscoveryTopic,
} from "../meter/wire/discovery.ts";
import { isRecord } from "../meter/wire/json-fields.ts";

/** Message of any sender. */
export type HeardMessage = Pick<Message, "topic" | "payload">;

/** Discovery message with the sensors that it announces. */
export interface Announcement extends HeardMessage {
  readonly sensors: readonly DiscoveredSensor[];
}

/** The discovery messages among messages of any senders. */
export function announcementsIn(messages: readonly HeardMessage[]): Announcement[] {
  return messages
    .filter(({ topic }) => isDiscoveryTopic(topic))
    .map(({ topic, payload }) => ({ topic, payload, sensors: discoveredSensors(topic, payload) }));
}

/** Messages as announced sensors would send them, of topics on which nothing came. */
export function notHeard(announcements: readonly Announcement[], heard: readonly HeardMessage[]): HeardMessage[] {
  const topics = new Set(heard.map(({ topic }) => topic));
  const sent = new Map<string, unknown>();
  for (const { stateTopic, template } of announcements.flatMap(({ sensors }) => sensors)) {
    const field = fieldOfTemplate(template);
    if (field === undefined || topics.has(stateTopic)) continue;
    sent.set(stateTopic, field === "" ? 1 : withField(sent.get(stateTopic), field.split("/")));
  }
  return [...sent].map(([topic, json]) => ({ topic, payload: new TextEncoder().encode(JSON.stringify(json)) }));
}

/** JSON with one more number at a path. */
function withField(json: unknown, [key = "", ...rest]: readonly string[]): unknown {
  const fields = isRecord(json) ? json : {};
  return { ...fields, [key]: rest.length === 0 ? 1 : withField(fields[key], rest) };
}
