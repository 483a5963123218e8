import fresh from "fresh";
import type { Context } from "hono";

/** Bytes that can be fetched again and again, and what tells that they are the same. */
export interface Resource {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Stands for the very bytes. */
  readonly version: string;
  /** When they came to be, milliseconds since 1970 UTC; absent when nobody knows. */
  readonly modifiedMs?: number;
}

/**
 * The answer to a request for a resource: the bytes, or 304 when the asker has them. Whoever keeps them must ask again
 * before using them, for what was right a moment ago may be an old value now.
 * @source RFC 9110, 8.8 and 13; RFC 9111, 5.2.2.4
 */
export function answer(c: Context, { bytes, type, version, modifiedMs }: Resource): Response {
  const tag = `"${version}"`;
  const modified = modifiedMs === undefined ? undefined : new Date(modifiedMs).toUTCString();
  c.header("ETag", tag);
  c.header("Cache-Control", "private, no-cache");
  if (modified !== undefined) c.header("Last-Modified", modified);
  if (fresh(c.req.header(), { etag: tag, "last-modified": modified })) return c.body(null, 304);
  c.header("Content-Type", type);
  c.header("Content-Length", String(bytes.length));
  return c.body(Uint8Array.from(bytes));
}
