import { asEsphome } from "./as-esphome.ts";
import { asHdlc, asMbus, asP1 } from "./as-raw.ts";
import { asReader } from "./as-reader.ts";
import type { PublishingShape } from "./publishing-shape.ts";

/** Every way in which the simulated reader can publish. */
export const PUBLISHING_SHAPES = [
  asEsphome,
  asReader,
  asP1,
  asHdlc,
  asMbus,
] as const satisfies readonly PublishingShape[];
