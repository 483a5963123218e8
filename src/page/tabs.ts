import { useEffect, useState } from "preact/hooks";

/** The page's tabs, the first one shown without being asked for. */
export const TABS = [
  { id: "live", title: "Live" },
  { id: "values", title: "Values" },
  { id: "gallery", title: "Gallery" },
] as const;

/** The name of a tab. */
export type TabId = (typeof TABS)[number]["id"];

/** The tab that the hash of an address names: `#gallery?scenario=evening`, `#gallery/picture?…`. */
export function tabOf(hash: string): (typeof TABS)[number] {
  const name = /^#?([a-z]*)/u.exec(hash)?.[1];
  return TABS.find(({ id }) => id === name) ?? TABS[0];
}

/** The hash of the page's address, as it changes. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return hash;
}
