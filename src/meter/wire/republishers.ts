import { DISCOVERY_FILTERS, HOME_ASSISTANT_STATUS } from "./discovery.ts";

/**
 * Topics on which programs that pass states of others on announce their start; they then publish all of them again.
 * @source Home Assistant, MQTT documentation, "Birth and last will messages"; Zigbee2MQTT documentation, "MQTT topics and messages"
 */
export const REPUBLISHER_TOPICS = [HOME_ASSISTANT_STATUS, "zigbee2mqtt/bridge/state"] as const;

/** MQTT filters of what is heard beside the meters: announcements of sensors and of starts. */
export const ANNOUNCEMENT_FILTERS = [...DISCOVERY_FILTERS, ...REPUBLISHER_TOPICS] as const;

const ONLINE = /^\s*(?:online|\{\s*"state"\s*:\s*"online"\s*\})\s*$/;
const MAX_BYTES = 64; // a status is a word

/** Returns whether a topic is one of {@link REPUBLISHER_TOPICS}. */
export function isRepublisherTopic(topic: string): boolean {
  return (REPUBLISHER_TOPICS as readonly string[]).includes(topic);
}

/** Returns whether a message on such a topic announces a start. */
export function announcesStart(payload: Uint8Array): boolean {
  return payload.length <= MAX_BYTES && ONLINE.test(new TextDecoder().decode(payload));
}
