import { useEffect, useRef, useState } from "preact/hooks";
import type { DashboardView } from "../values/dashboard-view.tsx";
import type { Told } from "../values/told.ts";
import type { Engine } from "./engine.ts";
import type { Settings } from "./settings.ts";

/** State of the engine: the last dashboard and what shows it, or the reason why they could not be loaded. */
export interface EnginePage {
  readonly shown?: { readonly told: Told; readonly View: typeof DashboardView };
  readonly fault?: "part-missing";
}

/** Runs the engine for these settings, and none while they are absent. It is loaded after the first paint, with its view. */
export function useEngine(settings: Settings | undefined): EnginePage {
  const [page, setPage] = useState<EnginePage>({});
  const engine = useRef<Engine>(undefined);
  useEffect(() => {
    setPage({});
    if (settings === undefined) return;
    let isOver = false;
    const start = async () => {
      try {
        const parts = [import("./engine.ts"), import("../values/dashboard-view.tsx")] as const;
        const [{ startEngine }, { DashboardView: View }] = await Promise.all(parts);
        if (isOver) return;
        engine.current = startEngine(settings, navigator.language, (told) => setPage({ shown: { told, View } }));
      } catch {
        if (!isOver) setPage({ fault: "part-missing" });
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
