/** A small layout for panels of these sizes. */
export function layoutText(sizes: readonly string[], { description = "one widget", widget = "clock" } = {}): string {
  const compositions = sizes.map(
    (size) => `  ${size}:\n    type: { small: 12, body: 14, figure: 24 }\n    root: { widget: ${widget} }`,
  );
  return [`description: ${description}`, "sizes:", ...compositions].join("\n");
}

/** The same after somebody mistyped its fifth line. */
export const BROKEN_LAYOUT = layoutText(["800x480"], { widget: "clok" });
