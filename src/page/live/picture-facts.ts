import type { Box } from "../../draw/box.ts";
import { fill } from "../../view/fill.ts";
import type { Decision } from "../../web/protocol.ts";
import type { PageWords } from "../../words/page-words.ts";
import type { Connection } from "../net/live-page.ts";

/** State of a picture on the page. */
interface StaleQuestion {
  readonly connection: Connection;
  readonly loaded: { readonly url?: string; readonly fault?: string };
  /** Address of the picture that should be shown. */
  readonly url: string | undefined;
}

/** Reason why the picture may be out of date; absent while it is current. */
export function staleNote({ connection, loaded, url }: StaleQuestion, live: PageWords["live"]): string | undefined {
  if (loaded.url === undefined) return undefined;
  if (connection.kind === "lost") return live.beforeLoss;
  if (loaded.url !== url && loaded.fault !== undefined) return fill(live.older, { reason: loaded.fault });
  return undefined;
}

/** Boxes that a refresh wrote, from its facts (`[x, y, width, height]` each); empty where there are none. */
export function refreshBoxes({ facts }: Pick<Decision, "facts">): readonly Box[] {
  const boxes = facts["boxes"];
  if (!Array.isArray(boxes)) return [];
  return boxes.flatMap((corners: unknown) => {
    if (!Array.isArray(corners) || corners.length !== 4 || !corners.every(Number.isInteger)) return [];
    const [x, y, width, height] = corners as [number, number, number, number];
    return [{ x, y, width, height }];
  });
}
