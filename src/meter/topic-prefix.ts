/** Tells whether a topic is a meter's prefix itself or one below it. */
export function isAtOrBelow(prefix: string, topic: string): boolean {
  return topic === prefix || topic.startsWith(`${prefix}/`);
}
