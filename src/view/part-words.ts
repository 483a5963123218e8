import type { BalanceWords } from "./parts/balance.ts";
import type { LifeWords } from "./parts/life.ts";

/** Words of the parts that are put into words in more than one place: on pictures and on the page. */
export interface PartWords {
  readonly balance: BalanceWords;
  readonly life: LifeWords;
}
