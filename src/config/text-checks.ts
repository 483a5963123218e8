import type { Path } from "./fault.ts";
import { listAt, textAt } from "./look-up.ts";
import type { Report } from "./name-checks.ts";
import { isSecretKey } from "./secret.ts";

/** Checks texts that YAML takes as they are although something else was meant: typographic quotes, ~, $HOME. */
export function checkTexts(value: unknown, report: Report): void {
  for (const { text, path } of textsIn(value)) {
    if (!/^[“”„«‘’‚]/u.test(text)) continue;
    const message = `${text.slice(0, 60)} begins with a typographic quote, which is a part of the text`;
    report(path, "WRONG_VALUE", message, `use straight quotes: "…"`);
  }
  const paths: Path[] = listAt(value, "displays").map((_, index) => ["displays", index, "path"]);
  for (const path of [...paths, ["layouts"], ["history", "path"]]) checkPath(textAt(value, ...path), path, report);
}

function checkPath(text: string | undefined, path: Path, report: Report): void {
  if (text === undefined) return;
  const shown = JSON.stringify(text);
  const variable = /^(~|\$\w+)(?=\/|$)/u.exec(text)?.[1];
  if (variable !== undefined) {
    const hint = `write the whole path, or use a variable of the environment: \${HOME}`;
    report(path, "WRONG_VALUE", `${shown}: ${variable} is not replaced by a folder`, hint);
  }
  if (path[0] === "displays" && text.endsWith("/")) {
    report(path, "WRONG_VALUE", `${shown} is the path of a folder`, `name a file in it: ${text}balance.png`);
  }
}

interface PlacedText {
  readonly text: string;
  readonly path: Path;
}

/** Every text of a document that is not a secret. */
function textsIn(value: unknown, path: Path = []): PlacedText[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  return Object.entries(value).flatMap(([key, item]) => (isSecretKey(key) ? [] : textsIn(item, [...path, key])));
}
