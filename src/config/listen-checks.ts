import { isLoopbackHost, type ListenAt, placeOf } from "../source/listener.ts";
import { parseAddress } from "./address.ts";
import { type Path, pathText } from "./fault.ts";
import { has, listAt, textAt, valueAt } from "./look-up.ts";
import { namesIn, type Report, reportUnknown } from "./name-checks.ts";

/** An address to listen at, and its place in the configuration. */
interface Listening {
  readonly at: ListenAt;
  readonly path: Path;
}

const EMBEDDED: Path = ["broker", "embedded", "listen"];
const PREVIEW: Path = ["preview", "listen"];

/** Tells whether other machines can reach the embedded broker. */
export function isEmbeddedOpen(value: unknown): boolean {
  return listening(value, EMBEDDED).some(({ at }) => !isLoopbackHost(at.host));
}

/** Checks who can reach the page, which displays its tokens name, and that no address is used twice. */
export function checkListening(value: unknown, report: Report): void {
  const [page] = listening(value, PREVIEW);
  if (page !== undefined && !isLoopbackHost(page.at.host) && !has(value, "preview", "password")) {
    const message = "this can be reached from the network and needs a password";
    report(PREVIEW, "SECRET_UNSAFE", message, "add passwordFile to preview, or listen at 127.0.0.1");
  }
  const names = namesIn(listAt(value, "displays"));
  const tokens = valueAt(value, ["preview", "tokens"]);
  for (const name of Array.isArray(tokens) ? [] : Object.keys(tokens ?? {})) {
    if (!names.includes(name))
      reportUnknown(["preview", "tokens", name], name, { what: "display", known: names }, report);
  }
  const all = [...listening(value, EMBEDDED), ...listening(value, PREVIEW)];
  all.forEach(({ at, path }, index) => {
    const other = all.slice(0, index).find((one) => areSame(one.at, at));
    if (other === undefined) return;
    const message = `${placeOf(at)} is already used by ${pathText(other.path)}`;
    report(path, "DUPLICATE_NAME", message, "give each a port of its own");
  });
}

/** Every address at a place of the configuration, whichever way it is written. */
function listening(value: unknown, path: Path): Listening[] {
  const written = valueAt(value, path);
  if (Array.isArray(written)) return listAt(value, ...path).flatMap((_, index) => listening(value, [...path, index]));
  if (typeof written === "object" && written !== null) {
    return Object.keys(written).flatMap((key) => listening(value, [...path, key]));
  }
  const at = parseAddress(textAt(value, ...path) ?? "");
  return at === undefined ? [] : [{ at, path }];
}

/** Hosts that mean every address of the machine. */
const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

function areSame(one: ListenAt, other: ListenAt): boolean {
  if (one.port !== other.port || one.port === 0) return false;
  return one.host === other.host || EVERYWHERE.has(one.host) || EVERYWHERE.has(other.host);
}
