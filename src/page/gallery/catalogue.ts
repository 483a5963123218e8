import type { Fault } from "../../config/fault.ts";
import type { PaletteFacts } from "../../web/protocol.ts";

/** Everything that the gallery can show, and that names its pictures. */
export interface GalleryCatalogue {
  readonly layouts: readonly /** Sizes as `800x480`. */
  (
    | { readonly name: string; readonly description: string; readonly sizes: readonly string[] }
    | { readonly name: string; readonly faults: readonly Fault[] }
  )[];
  readonly surfaces: readonly {
    readonly id: string;
    readonly label: string;
    readonly width: number;
    readonly height: number;
    readonly palette: PaletteFacts;
  }[];
  /** Panels that no layout is composed for. */
  readonly withoutComposition: readonly { readonly id: string; readonly label: string }[];
  readonly scenarios: readonly {
    readonly id: string;
    readonly description: string;
    readonly happens: string;
    /** Of its telling instant, 0 to 1439. */
    readonly minute: number;
  }[];
  readonly locales: readonly { readonly id: string; readonly name: string }[];
  readonly themes: readonly ("light" | "dark")[];
}
