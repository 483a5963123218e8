import { asEsphome } from "./as-esphome.ts";
import { asHdlc, asP1 } from "./as-raw.ts";
import { asReader } from "./as-reader.ts";
import type { PublishingShape } from "./publishing-shape.ts";

/** Every way in which the simulated reader can publish. */
export const PUBLISHING_SHAPES = [asEsphome, asReader, asP1, asHdlc] as const satisfies readonly PublishingShape[];
