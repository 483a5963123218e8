const PER_TOPIC_BYTES = 200; // bookkeeping around a payload, roughly

/**
 * Keeps the sum of what a broker keeps for later within bounds, so that no client can fill the memory with retained
 * messages. An empty payload takes the message of its topic away, as MQTT has it.
 */
export function retainedBudget(limitBytes: number): (topic: string, payloadBytes: number) => boolean {
  const kept = new Map<string, number>();
  let sumBytes = 0;
  return (topic, payloadBytes) => {
    const beforeBytes = kept.get(topic) ?? 0;
    const bytes = payloadBytes === 0 ? 0 : payloadBytes + topic.length + PER_TOPIC_BYTES;
    if (sumBytes - beforeBytes + bytes > limitBytes) return false;
    sumBytes += bytes - beforeBytes;
    if (bytes === 0) kept.delete(topic);
    else kept.set(topic, bytes);
    return true;
  };
}
