import type { Controller } from "./controller/controller.ts";
import { type It8951Panel, it8951 } from "./controller/it8951.ts";
import { type Spectra6Panel, spectra6 } from "./controller/spectra6.ts";
import { type Ssd16xxPanel, ssd16xx } from "./controller/ssd16xx.ts";
import { type Uc8179Panel, uc8179 } from "./controller/uc8179.ts";
import type { Panel } from "./panel.ts";

/** A panel with all that its controller reads of it. */
export type ControlledPanel = Uc8179Panel | Ssd16xxPanel | Spectra6Panel | It8951Panel;

/** Result of `use` with a panel and the controller chip, or family of chips, that drives it. */
export function withController<R>(
  panel: ControlledPanel,
  use: <P extends Panel>(controller: Controller<P>, panel: P) => R,
): R {
  switch (panel.controller) {
    case "uc8179":
      return use(uc8179, panel);
    case "ssd16xx":
      return use(ssd16xx, panel);
    case "spectra6":
      return use(spectra6, panel);
    case "it8951":
      return use(it8951, panel);
  }
}
