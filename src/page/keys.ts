import { useEffect, useRef } from "preact/hooks";

/** Handles one key; returns true where it did something, so that the browser does not. */
export type KeyHandler = (key: string) => boolean;

/** Handles keys that are pressed anywhere on the page, but not within a control that has its own use for them. */
export function useKeys(handler: KeyHandler): void {
  const latest = useRef(handler);
  latest.current = handler;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { key, target, altKey, ctrlKey, metaKey, defaultPrevented } = event;
      if (altKey || ctrlKey || metaKey || defaultPrevented || isControl(target)) return;
      if (latest.current(key)) event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, select, textarea, dialog, canvas, [role=img]") !== null;
}
