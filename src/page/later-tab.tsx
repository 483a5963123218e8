import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useLanguage } from "./language.ts";
import type { LivePage } from "./net/live-page.ts";
import type { TabId } from "./tabs.ts";

/** Everything that a tab is drawn from. */
interface TabProps {
  readonly live: LivePage;
  readonly hash: string;
}

const TABS: Readonly<Record<Exclude<TabId, "live">, () => Promise<ComponentType<TabProps>>>> = {
  values: async () => (await import("./values/values-tab.tsx")).ValuesTab,
  gallery: async () => (await import("./gallery/gallery-tab.tsx")).GalleryTab,
};

/** A tab whose script is loaded when it is first opened. */
export function LaterTab({ tab, ...props }: TabProps & { readonly tab: keyof typeof TABS }) {
  const [loaded, setLoaded] = useState<{ readonly tab: string; readonly Tab?: ComponentType<TabProps> }>();
  const { page } = useLanguage();
  useEffect(() => {
    let isOver = false;
    TABS[tab]().then(
      (Tab) => isOver || setLoaded({ tab, Tab }),
      () => isOver || setLoaded({ tab }),
    );
    return () => {
      isOver = true;
    };
  }, [tab]);
  if (loaded?.tab !== tab) return null;
  const { Tab } = loaded;
  return Tab === undefined ? <p class="plain">{page.settings.partMissing}</p> : <Tab {...props} />;
}
