import type { Connection } from "../connection.ts";

/** What is known of a picture that is shown. */
interface StaleQuestion {
  readonly connection: Connection;
  readonly loaded: { readonly url?: string; readonly fault?: string };
  /** Address of the picture that should be shown. */
  readonly url: string | undefined;
}

/** Why what is shown must not be taken for what is; undefined while it may be. */
export function staleNote({ connection, loaded, url }: StaleQuestion): string | undefined {
  if (loaded.url === undefined) return undefined;
  if (connection.kind === "lost") return "From before the connection was lost";
  if (loaded.url !== url && loaded.fault !== undefined)
    return `An older picture: the newer one did not come, ${loaded.fault}`;
  return undefined;
}
