import { useEffect, useState } from "preact/hooks";

/** Pixels of the screen per CSS pixel; follows the browser's zoom and a window that is moved to another screen. */
export function usePixelRatio(): number {
  const [ratio, setRatio] = useState(devicePixelRatio);
  useEffect(() => {
    const query = matchMedia(`(resolution: ${ratio}dppx)`);
    const follow = () => setRatio(devicePixelRatio);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [ratio]);
  return ratio;
}
