import { MemoryStore, memoryMedium } from "../../../src/history/memory-store.ts";
import { STORE_VERSION } from "../../../src/history/store.ts";
import { describeStore } from "../../contract/store.ts";

describeStore("the store in memory", async () => {
  const medium = memoryMedium();
  return {
    open: async () => new MemoryStore(medium),
    makeNewer: async () => {
      medium.version = STORE_VERSION + 1;
    },
    lose: async () => medium.rows.clear(),
    end: async () => medium.rows.clear(),
  };
});
