import { useEffect, useState } from "preact/hooks";

/** Tabs of the page, the default first. */
export const TABS = ["live", "values", "gallery"] as const;

/** The name of a tab. */
export type TabId = (typeof TABS)[number];

/** Tab that the hash of an address names: `#gallery?scenario=evening`, `#gallery/picture?…`. */
export function tabOf(hash: string): TabId {
  const name = /^#?([a-z]*)/u.exec(hash)?.[1];
  return TABS.find((id) => id === name) ?? TABS[0];
}

/** Hash of the page's address; follows its changes. */
export function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return hash;
}
