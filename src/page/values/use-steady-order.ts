import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import { keepOrder } from "./keep-order.ts";

/** Rows as they are to stand; while someone has the focus or a selection among them they stay where they stood. */
export function useSteadyOrder(
  rows: readonly ValueRow[],
  asked: string,
  body: RefObject<HTMLTableSectionElement | null>,
): readonly ValueRow[] {
  const before = useRef<{ readonly asked: string; readonly ids: readonly string[] }>({ asked: "", ids: [] });
  const isHeld = before.current.asked === asked && isAttended(body.current);
  const steady = isHeld ? keepOrder(rows, before.current.ids) : rows;
  before.current = { asked, ids: steady.map(({ id }) => id) };
  return steady;
}

function isAttended(body: HTMLElement | null): boolean {
  if (body === null) return false;
  if (body.contains(document.activeElement)) return true;
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(body, true);
}
