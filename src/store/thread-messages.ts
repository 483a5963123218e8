import type { ErrorFacts } from "../errors.ts";
import type { NoticeLog } from "../throttled-log.ts";
import type { StoreAccess } from "./store-access.ts";

/** What the thread of a history can be asked for. */
export type ThreadMethod = Exclude<keyof StoreAccess, "path" | "pause">;

/** Question to the thread of a history. */
export interface ThreadRequest {
  readonly number: number;
  readonly method: ThreadMethod;
  readonly args: readonly unknown[];
}

/** Answer of the thread to the question of a number, or a record for the log. */
export type ThreadAnswer =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly failure: ErrorFacts }
  | { readonly level: keyof NoticeLog; readonly facts: object; readonly message: string };
