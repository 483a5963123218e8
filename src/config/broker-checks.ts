import { MIN_PASSWORD } from "../source/embedded-broker-options.ts";
import { filterReaches } from "../source/topic-filter.ts";
import { METER_DEFAULTS } from "./defaults.ts";
import type { Path } from "./fault.ts";
import { isEmbeddedOpen } from "./listen-checks.ts";
import { has, listAt, textAt, valueAt } from "./look-up.ts";
import { hasOwnSource, metersIn } from "./meter-checks.ts";
import { checkUnique, PEM, type Report } from "./name-checks.ts";
import { isUnreadable } from "./resolve-secrets.ts";

const URL_KEYS = ["username", "password", "ca", "cert", "key"] as const;
const PEM_KEYS = ["ca", "cert", "key"] as const;

/** Checks that a broker is configured where a meter needs one, and only one, with the keys that go with it. */
export function checkBroker(value: unknown, report: Report): void {
  const broker = valueAt(value, ["broker"]);
  if (broker === undefined) checkNoBroker(value, report);
  if (typeof broker !== "object" || broker === null) return;
  const isEmbedded = has(broker, "embedded");
  const hasUrl = has(broker, "url");
  if (isEmbedded && hasUrl) {
    report(["broker"], "WRONG_VALUE", "use either embedded or url, not both", "remove one of the two");
  }
  if (!isEmbedded && !hasUrl) {
    report(
      ["broker"],
      "MISSING_KEY",
      "either embedded or url is needed",
      "add url: mqtt://… of your broker, or embedded: {}",
    );
  }
  if (isEmbedded) {
    for (const key of URL_KEYS.filter((key) => has(broker, key))) {
      report(
        ["broker", key],
        "WRONG_VALUE",
        `${key} goes with url, not with embedded`,
        "name users under embedded: users:",
      );
    }
    checkEmbedded(value, report);
  } else if (hasUrl) checkRemote(value, report);
}

/** Checks that no meter needs the broker that there is not. */
function checkNoBroker(value: unknown, report: Report): void {
  if (metersIn(value).every(hasOwnSource)) return;
  const message = "this key is missing; meters without a source of their own need a broker";
  report(
    ["broker"],
    "MISSING_KEY",
    message,
    "add broker: { url: mqtt://… } or { embedded: {} }, or a source to each meter",
  );
}

function checkRemote(value: unknown, report: Report): void {
  const url = textAt(value, "broker", "url");
  if (url === undefined) return;
  for (const key of PEM_KEYS) {
    const text = textAt(value, "broker", key);
    if (text === undefined || isUnreadable(text)) continue;
    if (!PEM.test(text)) report(["broker", key], "WRONG_VALUE", "this file is not PEM", "it begins with -----BEGIN");
    if (!/^(mqtts|wss):/iu.test(url)) {
      report(["broker", key], "WRONG_VALUE", `${key} needs an encrypted address`, "write mqtts:// or wss:// in url");
    }
  }
  if (has(value, "broker", "cert") !== has(value, "broker", "key")) {
    report(["broker"], "MISSING_KEY", "cert and key belong together", "name both files, or neither");
  }
  const hasUser = has(value, "broker", "username") || (URL.canParse(url) && new URL(url).username !== "");
  if (has(value, "broker", "password") && !hasUser) {
    const hint = "add username: with the name to log in with";
    report(["broker", "password"], "MISSING_KEY", "this password has no username beside it", hint);
  }
}

function checkEmbedded(value: unknown, report: Report): void {
  const base = ["broker", "embedded"] as const;
  const isOpen = isEmbeddedOpen(value);
  const users = listAt(value, ...base, "users");
  checkUnique(users, [...base, "users"], "name", report);
  for (const [index, user] of users.entries()) checkUser(user, [...base, "users", index], isOpen, report);
  if (users.length === 0 && isOpen) {
    const message = "this can be reached from the network, and without users anybody could publish";
    report([...base, "listen"], "SECRET_UNSAFE", message, "add users with passwords, or listen at 127.0.0.1");
  }
  if (users.length > 0) checkReaders(value, users, report);
}

function checkUser(user: unknown, path: Path, isOpen: boolean, report: Report): void {
  if (typeof user !== "object" || user === null) return;
  const password = textAt(user, "password");
  if (!has(user, "password")) {
    report(path, "MISSING_KEY", "this user has no password", "add a passwordFile, or a password from the environment");
  } else if (isOpen && password !== undefined && password.length < MIN_PASSWORD) {
    const message = `this password is too short for a broker that the network can reach; expected at least ${MIN_PASSWORD} characters`;
    report([...path, "password"], "SECRET_UNSAFE", message, "choose a longer one, or listen at 127.0.0.1");
  }
}

/** Checks that some user may publish the topics of each meter; without one its picture would never get a value. */
function checkReaders(value: unknown, users: readonly unknown[], report: Report): void {
  const filters = users.flatMap((user) => listAt(user, "publish")).filter((filter) => typeof filter === "string");
  if (filters.length === 0) return;
  metersIn(value).forEach((meter, index) => {
    if (hasOwnSource(meter) || has(meter, "discover")) return;
    const prefix = textAt(meter, "prefix") ?? METER_DEFAULTS.prefix;
    if (filters.some((filter) => filterReaches(filter, prefix))) return;
    const message = `no user of the embedded broker may publish under ${prefix}/`;
    const hint = `add "${prefix}/#" to publish of the reader's user, or correct this prefix`;
    report(["meters", index, "prefix"], "NO_EFFECT", message, hint, "warning");
  });
}
