import type { PartWords } from "../view/part-words.ts";
import type { WidgetWords } from "../widget/widgets.ts";
import type { PageWords } from "./page-words.ts";

/** Everything that the page in the browser says in one language. */
export interface BrowserWords {
  /** BCP 47 language, such as `fi`. */
  readonly language: string;
  readonly parts: PartWords;
  readonly page: PageWords;
}

/**
 * Everything that is said in one language. `{name}` marks what is filled in. Each part, each widget and the page names its
 * own words beside its code; the type checker holds every language complete.
 * A text must fit its place at the smallest size that shows it; the sweep over the languages checks that.
 */
export interface Words extends BrowserWords {
  readonly widgets: WidgetWords;
}
