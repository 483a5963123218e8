import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { userInfo } from "node:os";
import { parseAddress } from "../config/address.ts";
import type { PreviewConfig } from "../config/config.ts";
import { Secret } from "../config/secret.ts";
import { WattframeError } from "../errors.ts";
import { reachableAt } from "../kiosk/place.ts";
import { exposedAddress, isLoopbackHost, type ListenAt, placeOf } from "../source/listener.ts";

/** Where the page of simulated values listens by default. */
export const USUAL_PAGE: ListenAt = { host: "127.0.0.1", port: 8080 };

/** The address that `--listen` names; an IP address alone has the usual port. @throws WattframeError `USAGE` */
export function listenOption(text: string | undefined): ListenAt | undefined {
  if (text === undefined) return undefined;
  const address = isIP(text) > 0 ? { host: text, port: USUAL_PAGE.port } : parseAddress(text);
  if (address) return address;
  throw new WattframeError("USAGE", `--listen ${text} is not host:port, such as 127.0.0.1:8080`);
}

/** A password for one run, to be printed and typed: 72 bits. */
export function passwordForNow(): Secret {
  return new Secret(randomBytes(9).toString("base64url"));
}

/** The page of a configuration, at another address where one is named; open to others it has a password in any case. */
export function openedPage(page: PreviewConfig, listen: ListenAt | undefined, forNow: Secret): PreviewConfig {
  const opened = { ...page, listen: listen ?? page.listen };
  const needsOne = opened.password === undefined && exposedAddress([opened.listen]) !== undefined;
  return needsOne ? { ...opened, password: forNow } : opened;
}

/**
 * What a person needs to open the page, its address last: a password that was made up for this run, and over SSH the tunnel
 * to a page that only this machine can reach.
 * @param page as it is served
 * @param address as the server tells it; absent where nothing listens
 */
export function pageLines(
  page: PreviewConfig | undefined,
  address: string | undefined,
  forNow: Secret,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (page === undefined || address === undefined) return ["The page is not available."];
  const { hostname, port } = new URL(address);
  const at = { host: hostname.replaceAll(/[[\]]/gu, ""), port: Number(port || 80) };
  const tunnel = isLoopbackHost(at.host) ? tunnelTo(at, env) : undefined;
  return [
    ...(page.password === forNow ? [`The password of the page is ${forNow.reveal()}, for this run only.`] : []),
    ...(tunnel === undefined ? [] : [`On your own machine, type this first: ${tunnel}`]),
    `The page is http://${placeOf(reachableAt(at))}/`,
  ];
}

/** Command that brings a page of this machine to the one that a person is logged in from; undefined where that is this one. */
function tunnelTo(at: ListenAt, { SSH_CONNECTION: connection }: Readonly<Record<string, string | undefined>>) {
  // Addresses and ports of both ends. @source ssh(1)
  const [, , here] = (connection ?? "").split(" ");
  return here === undefined ? undefined : `ssh -L ${at.port}:${placeOf(at)} ${userInfo().username}@${here}`;
}
