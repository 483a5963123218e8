import type { Box } from "../../draw/box.ts";
import type { Decision } from "../../web/protocol.ts";
import type { Connection } from "../net/live-page.ts";

/** What is known of a picture that is shown. */
interface StaleQuestion {
  readonly connection: Connection;
  readonly loaded: { readonly url?: string; readonly fault?: string };
  /** Address of the picture that should be shown. */
  readonly url: string | undefined;
}

/** Why what is shown must not be taken for what is; undefined while it may be. */
export function staleNote({ connection, loaded, url }: StaleQuestion): string | undefined {
  if (loaded.url === undefined) return undefined;
  if (connection.kind === "lost") return "From before the connection was lost";
  if (loaded.url !== url && loaded.fault !== undefined)
    return `An older picture: the newer one did not come, ${loaded.fault}`;
  return undefined;
}

/** The boxes that a refresh wrote, as it told of them (`[x, y, width, height]` each); empty where it told of none. */
export function refreshBoxes({ facts }: Pick<Decision, "facts">): readonly Box[] {
  const boxes = facts["boxes"];
  if (!Array.isArray(boxes)) return [];
  return boxes.flatMap((corners: unknown) => {
    if (!Array.isArray(corners) || corners.length !== 4 || !corners.every(Number.isInteger)) return [];
    const [x, y, width, height] = corners as [number, number, number, number];
    return [{ x, y, width, height }];
  });
}
