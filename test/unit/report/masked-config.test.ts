import * as fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { CONFIG_CONTEXT } from "../../../src/config/config-context.ts";
import { configSchema } from "../../../src/config/schema.ts";
import { yamlOf } from "../../../src/config/yaml-document.ts";
import { maskedConfig } from "../../../src/report/masked-config.ts";
import { textMask } from "../../../src/report/text-mask.ts";

/** Part of a JSON Schema that is walked here. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly type?: string;
  readonly const?: unknown;
  readonly description?: string;
}

/** A key whose value is a secret, with what else must be written for it to count. */
interface SecretPlace {
  readonly path: readonly (string | number)[];
  readonly beside: Readonly<Record<string, unknown>>;
}

/** A key holds a secret when its value may be in a file of its own instead, or when its description says so. */
const SAYS_SO = /^(?:(?:its|a) )?(?:password|secret|token|key|authentication key)\b/u;

function placesIn(node: Node, path: SecretPlace["path"]): readonly SecretPlace[] {
  const { properties = {}, additionalProperties, items } = node;
  const alternatives = [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])];
  const constants = Object.entries(properties).filter(([, { const: constant }]) => constant !== undefined);
  const own = Object.fromEntries(constants.map(([key, { const: constant }]) => [key, constant]));
  return [
    ...Object.entries(properties).flatMap(([key, below]) => {
      const says = below.type === "string" && SAYS_SO.test(below.description ?? "");
      const isSecret = Object.hasOwn(properties, `${key}File`) || (says && !key.endsWith("File"));
      return isSecret ? [{ path: [...path, key], beside: own }] : placesIn(below, [...path, key]);
    }),
    ...(typeof additionalProperties === "object" ? placesOrSelf(additionalProperties, [...path, "x"]) : []),
    ...(items ? placesIn(items, [...path, 0]) : []),
    ...alternatives.flatMap((one) => placesIn(one, path)),
  ];
}

function placesOrSelf(node: Node, path: SecretPlace["path"]): readonly SecretPlace[] {
  return SAYS_SO.test(node.description ?? "") ? [{ path, beside: {} }] : placesIn(node, path);
}

/** Data with a value at the end of a path, and what else its group needs. */
function at([key, ...rest]: SecretPlace["path"], value: unknown, beside: SecretPlace["beside"]): unknown {
  if (key === undefined) return value;
  const below = at(rest, value, beside);
  if (typeof key === "number") return [below];
  return rest.length === 0 ? { ...beside, [key]: below } : { [key]: below };
}

const SCHEMA = z.toJSONSchema(configSchema(CONFIG_CONTEXT.kinds), { io: "input", unrepresentable: "any" }) as Node;
const PLACES = placesIn(SCHEMA, []);

/** What a report would say of such a file, whose log and doctor quote the secret. */
function reported(text: string, secret: string): string {
  const { text: masked, ...known } = maskedConfig(text, CONFIG_CONTEXT.kinds);
  const log = `{"level":"error","msg":"refused","with":${JSON.stringify(secret)}}\nmqtt://kiosk:${encodeURIComponent(secret)}@broker.example:1883 refuses ${secret}`;
  return [masked, log].map(textMask(known).text).join("\n");
}

const secret = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9!#%&()*+,./:;<=>?@^_|~{}[\]'"\\ -]{8,24}[A-Za-z0-9]$/u),
  fc.stringMatching(/^[a-z]{8,24}$/u),
  fc.stringMatching(/^[0-9a-f]{32}$/u),
);

it("finds the secrets of the schema", () => {
  const paths = PLACES.map(({ path }) => path.join("."));
  expect(paths).toEqual(
    expect.arrayContaining([
      "broker.password",
      "broker.embedded.users.0.password",
      "preview.password",
      "preview.tokens.x",
      "meters.0.decryptionKey",
      "meters.0.authenticationKey",
      "meters.0.source.homewizard.token",
    ]),
  );
});

it.each(PLACES.map(({ path, ...rest }) => [path.join("."), { path, ...rest }] as const))(
  "leaves nothing of a secret at %s, in a file with whatever fault",
  (_, { path, beside }) => {
    const key = String(path.at(-1));
    fc.assert(
      fc.property(secret, (text) => {
        const whole = yamlOf(at(path, text, beside));
        const misspelt = yamlOf(at([...path.slice(0, -1), `${key.slice(0, 2)}${key.slice(3)}`], text, beside));
        const word = text.replaceAll(/\W/gu, "").padEnd(8, "q");
        const glued = `broker:\n  ${key}:${word}\n`;
        const flow = `{ ${key}: ${JSON.stringify(text)}, more: ]`;
        for (const file of [whole, misspelt, `${whole}\n  : [\n`, `\t${whole}\n"`, flow]) {
          expect(reported(file, text)).not.toContain(text);
        }
        expect(reported(glued, word)).not.toContain(word);
      }),
      { numRuns: 12 },
    );
  },
);

it("keeps what is no secret, without comments, and notes the files and variables of secrets", () => {
  const text = [
    "# password of the old broker: hunter22",
    "broker:",
    "  url: mqtts://kiosk:hunter22@broker.example:8883",
    "  username: kiosk",
    "  passwordFile: kiosk.password",
    "  key: client.key",
    "preview: { password: hunter2222, tokens: { file: 0123456789abcdefgh } }",
    "meters:",
    '  - { name: house, prefix: han, mainFuseA: 25, decryptionKey: "${HAN_KEY}", phasse: 3 }',
    "  - { name: attic, prefix: p1, source: { homewizard: { host: p1meter-1a2b3c, token: abcdefgh } } }",
    "displays:",
    '  - { name: wall, kind: command, run: [/opt/show, --token, s3cret, "{png}"], size: 800x480, palette: black-white }',
  ].join("\n");
  const { text: masked, ...known } = maskedConfig(text, CONFIG_CONTEXT.kinds);
  expect(known).toEqual({
    secrets: expect.arrayContaining(["hunter22", "abcdefgh", "s3cret"]),
    hosts: ["p1meter-1a2b3c"],
    files: ["kiosk.password", "client.key"],
    variables: ["HAN_KEY"],
  });
  expect(textMask(known).text(masked)).toBe(
    [
      "broker:",
      "  url: mqtts://***@host-2:8883",
      '  username: "***"',
      "  passwordFile: kiosk.password",
      "  key: client.key",
      "preview:",
      '  password: "***"',
      "  tokens:",
      '    file: "***"',
      "meters:",
      "  - name: house",
      "    prefix: han",
      "    mainFuseA: 25",
      '    decryptionKey: "***"',
      '    phasse: "***"',
      "  - name: attic",
      "    prefix: p1",
      "    source:",
      "      homewizard:",
      "        host: host-1",
      '        token: "***"',
      "displays:",
      "  - name: wall",
      "    kind: command",
      "    run:",
      "      - /opt/show",
      "      - --token",
      '      - "***"',
      '      - "{png}"',
      "    size: 800x480",
      "    palette: black-white",
    ].join("\n"),
  );
});

it("shows the shape of a file that is no YAML", () => {
  const { text } = maskedConfig('broker:\n  url: "mqtt://x\nmeters: [{ name: haus\n', CONFIG_CONTEXT.kinds);
  expect(text).toBe('broker:\n  url: "xxxx://x\nmeters: [{ xxxx: xxxx\n');
});
