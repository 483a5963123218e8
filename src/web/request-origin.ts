import { isIP } from "node:net";
import { hostname } from "node:os";

/** Headers of a request that name the site it was sent to, and the site whose page sent it. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Reason to reject a request; absent when it may be answered. A page of another site can make a browser ask us (DNS
 * rebinding lends it our address under its own name), so only names that are ours are answered: IP addresses,
 * `localhost`, this machine's own name, and what the configuration adds. A request that another origin sent is refused.
 */
export function originRejection({ host, origin }: RequestOrigin, hosts: readonly string[]): string | undefined {
  const name = nameOf(host);
  if (host === undefined || name === undefined || !isOurs(name, hosts)) {
    return `this kiosk does not answer to the name ${JSON.stringify(host ?? "")}; preview: hosts: may add it`;
  }
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) return "a page of another site sent this";
  return undefined;
}

function isOurs(name: string, hosts: readonly string[]): boolean {
  if (isIP(name.replace(/^\[|\]$/gu, "")) !== 0) return true;
  const own = hostname().toLowerCase();
  return ["localhost", own, `${own}.local`, ...hosts.map((one) => one.toLowerCase())].includes(name);
}

/** The name in a Host header, without its port and in lower case. */
function nameOf(host: string | undefined): string | undefined {
  return /^(\[[\da-f:.]+\]|[a-z\d._-]+)(?::\d{1,5})?$/u.exec(host?.toLowerCase() ?? "")?.[1];
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
