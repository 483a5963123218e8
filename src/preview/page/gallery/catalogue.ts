import type { Fault } from "../../../config/fault.ts";
import type { PaletteFacts } from "../../protocol.ts";

export interface GalleryCatalogue {
  readonly layouts: readonly (
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
  readonly withoutComposition: readonly string[];
  readonly scenarios: readonly {
    readonly id: string;
    readonly description: string;
    readonly happens: string;
    readonly minute: number;
  }[];
  readonly locales: readonly { readonly id: string; readonly name: string }[];
  readonly themes: readonly ("light" | "dark")[];
}
