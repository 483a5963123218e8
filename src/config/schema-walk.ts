import { z } from "zod";
import type { Path } from "./fault.ts";
import { valueBelow } from "./look-up.ts";
import type { YamlDocument } from "./yaml-document.ts";

/** A document and the schema that it has to follow. */
export interface DocumentWithSchema {
  readonly schema: z.ZodType;
  readonly document: YamlDocument;
}

/** The part of a schema that concerns one place of a document. */
export interface SchemaPlace {
  /** The keys that may be written in the map at this place, empty where no map is expected. */
  readonly keys: readonly string[];
  /** Those of them that have to be written. */
  readonly required: readonly string[];
  /** Keys of the other alternatives at this place, each with what chooses its alternative: `panel` and `kind: epaper`. */
  readonly otherKeys: ReadonlyMap<string, string>;
  /** Meaning of the value there, from `.describe()`; absent when the schema does not say. */
  readonly description?: string;
}

/** The keywords of JSON Schema that zod writes and that are read here. */
interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly description?: string;
  readonly const?: unknown;
}

/** Looks up the place at `path` in the schema; of alternatives, those count whose constants (`kind: …`) are written. */
export function schemaAt({ schema, document }: DocumentWithSchema, path: Path): SchemaPlace {
  const root = jsonSchemaOf(schema);
  let places: readonly JsonSchema[] = [root];
  let here: unknown = document.value;
  for (const key of path) {
    places = places.flatMap((place) => chosen(place, here, root)).flatMap((place) => below(place, key));
    here = valueBelow(here, key);
  }
  const description = places.map((place) => describe(place, root)).find((text) => text !== undefined);
  const all = places.flatMap((place) => alternatives(place, root));
  const mine = places.flatMap((place) => chosen(place, here, root));
  const keys = [...new Set(mine.flatMap((place) => Object.keys(place.properties ?? {})))];
  const otherKeys = new Map(
    all.flatMap((place) => Object.keys(place.properties ?? {}).map((key) => [key, choiceOf(place)] as const)),
  );
  for (const key of keys) otherKeys.delete(key);
  const required = mine.flatMap((place) => place.required ?? []);
  return { keys, required, otherKeys, ...(description !== undefined && { description }) };
}

const written = new WeakMap<z.ZodType, JsonSchema>();

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = written.get(schema);
  if (known !== undefined) return known;
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  written.set(schema, made);
  return made;
}

/** The schemas behind references and unions that a value here may follow. */
function alternatives(place: JsonSchema, root: JsonSchema): readonly JsonSchema[] {
  const inner = [...(place.anyOf ?? []), ...(place.oneOf ?? []), ...(place.allOf ?? []), ...referred(place, root)];
  if (inner.length === 0) return [place];
  const { properties, additionalProperties } = place;
  const own: readonly JsonSchema[] = properties
    ? [{ properties, ...(additionalProperties !== undefined && { additionalProperties }) }]
    : [];
  return [...own, ...inner.flatMap((one) => alternatives(one, root))];
}

function referred({ $ref }: JsonSchema, root: JsonSchema): readonly JsonSchema[] {
  if ($ref === undefined) return [];
  const found = $ref === "#" ? root : root.$defs?.[$ref.replace(/^#\/\$defs\//u, "")];
  return found === undefined ? [] : [found];
}

/** The alternatives whose constants are those of `value`; all of them where no constant decides. */
function chosen(place: JsonSchema, value: unknown, root: JsonSchema): readonly JsonSchema[] {
  const all = alternatives(place, root);
  const matching = all.filter((one) =>
    constantsOf(one).every(([key, constant]) => valueBelow(value, key) === constant),
  );
  return matching.length > 0 ? matching : all;
}

function constantsOf({ properties = {} }: JsonSchema): readonly (readonly [string, unknown])[] {
  return Object.entries(properties).flatMap(([key, { const: constant }]) =>
    typeof constant === "string" ? [[key, constant]] : [],
  );
}

function choiceOf(place: JsonSchema): string {
  return constantsOf(place)
    .map(([key, constant]) => `${key}: ${String(constant)}`)
    .join(", ");
}

function below({ properties = {}, additionalProperties, items }: JsonSchema, key: PropertyKey): readonly JsonSchema[] {
  if (typeof key === "number") return items === undefined ? [] : [items];
  const own = Object.hasOwn(properties, key) ? properties[String(key)] : undefined;
  const found = own ?? additionalProperties;
  return typeof found === "object" ? [found] : [];
}

/** The words nearest to the place: its own, else those of what it refers to or the first alternative that has some. */
function describe(place: JsonSchema, root: JsonSchema): string | undefined {
  if (place.description !== undefined) return place.description;
  const inner = [...(place.allOf ?? []), ...referred(place, root), ...(place.anyOf ?? []), ...(place.oneOf ?? [])];
  return inner.map((one) => describe(one, root)).find((text) => text !== undefined);
}
