import { useEffect, useRef, useState } from "preact/hooks";
import type { Told } from "../values/told.ts";
import type { Engine } from "./engine.ts";
import type { Settings } from "./settings.ts";

/** What is known of the meter, and why nothing is where the engine itself did not come. */
export interface EnginePage {
  readonly told?: Told;
  readonly fault?: string;
}

/** Runs the engine for these settings; none is run while they are absent. It is loaded after the page has been painted. */
export function useEngine(settings: Settings | undefined): EnginePage {
  const [page, setPage] = useState<EnginePage>({});
  const engine = useRef<Engine>(undefined);
  useEffect(() => {
    setPage({});
    if (settings === undefined) return;
    let isOver = false;
    const start = async () => {
      try {
        const { startEngine } = await import("./engine.ts");
        if (!isOver) engine.current = startEngine(settings, navigator.language, (told) => setPage({ told }));
      } catch {
        if (!isOver) setPage({ fault: "A part of this page could not be loaded. Load it again." });
      }
    };
    const frame = requestAnimationFrame(() => void start());
    const hurry = () => {
      if (document.visibilityState === "visible") engine.current?.hurry();
    };
    addEventListener("online", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      isOver = true;
      cancelAnimationFrame(frame);
      removeEventListener("online", hurry);
      document.removeEventListener("visibilitychange", hurry);
      engine.current?.close();
      engine.current = undefined;
    };
  }, [settings]);
  return page;
}
