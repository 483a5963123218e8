import type { z } from "zod";
import type { Path } from "./fault.ts";

type Schema = z.core.$ZodType;

/** What a schema says about one place of a document. */
export interface SchemaPlace {
  /** The keys that may stand in the map at this place, empty where no map is expected. */
  readonly keys: readonly string[];
  /** What the value there means, from `.describe()`; absent when nobody said. */
  readonly description?: string;
}

/** What `schema` says about the place at `path`; unions are followed by the kind that `value` names. */
export function schemaAt(schema: Schema, path: Path, value: unknown): SchemaPlace {
  let places: readonly Schema[] = [schema];
  let here: unknown = value;
  for (const key of path) {
    places = places.flatMap((place) => alternatives(place, here)).flatMap((place) => below(place, key));
    here = valueBelow(here, key);
  }
  const description = places.map(describe).find((text) => text !== undefined);
  const cores = places.flatMap((place) => alternatives(place, here));
  const keys = [...new Set(cores.flatMap((core) => Object.keys(shapeOf(core))))];
  return description === undefined ? { keys } : { keys, description };
}

/** The value below a key of a document's data; undefined where there is none, and for keys that only a prototype has. */
export function valueBelow(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<PropertyKey, unknown>)[key];
}

/** The value at the end of a path, undefined where there is none. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(valueBelow, value);
}

/** The schemas behind wrappers and unions that may judge `value`. */
function alternatives(schema: Schema, value: unknown): readonly Schema[] {
  const inner = unwrap(schema);
  if (inner !== undefined) return alternatives(inner, value);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== "union") return [schema];
  const options = def.options.flatMap((option) => alternatives(option, value));
  const discriminator = "discriminator" in def ? String(def.discriminator) : undefined;
  if (discriminator === undefined) return options;
  const kind = valueBelow(value, discriminator);
  const chosen = options.filter((option) => accepts(shapeOf(option)[discriminator], kind));
  return chosen.length > 0 ? chosen : options;
}

function accepts(schema: Schema | undefined, value: unknown): boolean {
  return schema !== undefined && (schema._zod.values?.has(value as z.core.util.Primitive) ?? false);
}

/** The schema that a wrapper (optional, default, transformation, lazy …) is about, or undefined when it is none. */
function unwrap(schema: Schema): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "lazy") return def.getter();
  if (def.type === "pipe") return (def.in as z.core.$ZodTypes)._zod.def.type === "transform" ? def.out : def.in;
  if ("innerType" in def) return def.innerType;
  return undefined;
}

function below(schema: Schema, key: PropertyKey): readonly Schema[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "array") return [def.element];
  if (def.type === "record") return [def.valueType];
  const shape = shapeOf(schema);
  const found = Object.hasOwn(shape, key) ? shape[String(key)] : undefined;
  return found === undefined ? [] : [found];
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === "object" ? def.shape : {};
}

function describe(schema: Schema): string | undefined {
  if ("description" in schema && typeof schema.description === "string") return schema.description;
  const inner = unwrap(schema);
  return inner === undefined ? undefined : describe(inner);
}
