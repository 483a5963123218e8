/**
 * Tells whether a topic matches a filter: `+` stands for one level, a final `#` for all below and the level
 * itself; a filter that begins with a wildcard names no topic that begins with `$`.
 * @source MQTT 3.1.1, 4.7
 */
export function topicMatches(filter: string, topic: string): boolean {
  return !/[+#]/.test(topic) && filterCovers(filter, topic);
}

/** Tells whether every topic that matches `inner` matches `outer` too: who may read `han/#` may ask for `han/+/state`. */
export function filterCovers(outer: string, inner: string): boolean {
  if (inner.startsWith("$") && !outer.startsWith("$")) return false;
  const allowed = outer.split("/");
  const wanted = inner.split("/");
  for (const [level, name] of allowed.entries()) {
    if (name === "#") return true;
    const asked = wanted[level];
    if (asked === undefined || asked === "#") return false;
    if (name !== "+" && name !== asked) return false;
  }
  return wanted.length === allowed.length;
}

/** Tells whether a filter matches any topic that is `prefix` itself or below it. @param prefix without wildcards */
export function filterReaches(filter: string, prefix: string): boolean {
  const allowed = filter.split("/");
  for (const [level, name] of prefix.split("/").entries()) {
    if (allowed[level] === "#") return true;
    if (allowed[level] !== "+" && allowed[level] !== name) return false;
  }
  return true;
}

/** Tells whether a text is a topic filter: not empty, `#` last and alone on its level, `+` alone on its level, no NUL. */
export function isTopicFilter(text: string): boolean {
  if (text === "" || text.includes("\0")) return false;
  const levels = text.split("/");
  return levels.every((level, index) => {
    if (level === "#") return index === levels.length - 1;
    return level === "+" || !/[+#]/.test(level);
  });
}
