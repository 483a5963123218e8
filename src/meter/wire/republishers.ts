import { DISCOVERY_FILTERS, HOME_ASSISTANT_STATUS } from "./discovery.ts";

/** Topic on which a bridge says whether it is online. @source Zigbee2MQTT documentation, "MQTT topics and messages" */
const BRIDGE = /^([^/]+)\/bridge\/state$/;

/** MQTT filters of what is heard beside the meters: announcements of sensors and of starts. */
export const ANNOUNCEMENT_FILTERS = [...DISCOVERY_FILTERS, HOME_ASSISTANT_STATUS, "+/bridge/state"] as const;

const OFFLINE = /^\s*(?:offline|\{\s*"state"\s*:\s*"offline"\s*\})\s*$/;
const ONLINE = /^\s*(?:online|\{\s*"state"\s*:\s*"online"\s*\})\s*$/;
const MAX_BYTES = 64; // a status is a word

/**
 * Returns whether a program that passes states of others on announces its start on a topic; it then publishes all of them again.
 * @source Home Assistant, MQTT documentation, "Birth and last will messages"
 */
export function isRepublisherTopic(topic: string): boolean {
  return topic === HOME_ASSISTANT_STATUS || BRIDGE.test(topic);
}

/** Returns whether a message on such a topic announces a start. */
export function announcesStart(payload: Uint8Array): boolean {
  return ONLINE.test(statusText(payload));
}

/** Returns whether the bridge that a meter is behind says that it is online; undefined for all other messages. */
export function bridgeStatus(
  { topic, payload }: { readonly topic: string; readonly payload: Uint8Array },
  prefix: string,
): boolean | undefined {
  const [, base] = BRIDGE.exec(topic) ?? [];
  if (base === undefined || !prefix.startsWith(`${base}/`)) return undefined;
  const text = statusText(payload);
  if (OFFLINE.test(text)) return false;
  return ONLINE.test(text) ? true : undefined;
}

function statusText(payload: Uint8Array): string {
  return payload.length <= MAX_BYTES ? new TextDecoder().decode(payload) : "";
}
