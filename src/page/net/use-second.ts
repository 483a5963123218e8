import { useEffect, useReducer } from "preact/hooks";
import { browserMonoMs } from "../browser-clock.ts";

/** The browser's monotonic clock, milliseconds, looked at again each second: for ages that grow. */
export function useSecond(): number {
  const [, look] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => look(undefined), 1000);
    return () => clearInterval(timer);
  }, []);
  return browserMonoMs();
}
