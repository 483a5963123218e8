/** What the page has to know of a broker and a meter. */
export interface Settings {
  /** `ws://` or `wss://`, with a port where it is not the usual one. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly prefix: string;
  readonly mainFuseA: number;
  readonly phases: 1 | 3;
  readonly timeZone: string;
  /** Whether this browser keeps the password when it is closed. */
  readonly remember: boolean;
}

/** What is offered at first: the host that the page came from, and a usual house. */
export function usualSettings({
  protocol,
  hostname,
}: {
  readonly protocol: string;
  readonly hostname: string;
}): Settings {
  return {
    url: `${protocol === "https:" ? "wss" : "ws"}://${hostname || "localhost"}:9001`,
    username: "",
    password: "",
    prefix: "han",
    mainFuseA: 25,
    phases: 3,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    remember: false,
  };
}
