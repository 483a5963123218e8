import fresh from "fresh";
import type { Context } from "hono";

/** Bytes that clients fetch repeatedly, with the validators of RFC 9110. */
export interface Resource {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Identifies these bytes; becomes the ETag. */
  readonly version: string;
  /** Time of creation, milliseconds since 1970 UTC; absent when unknown. */
  readonly modifiedMs?: number;
}

/**
 * Response to a request for a resource: the bytes, or 304 when the client has them. Caches must revalidate before each
 * use, because a picture from a moment ago may already show an old value.
 * @source RFC 9110, 8.8 and 13; RFC 9111, 5.2.2.4
 */
export function respond(c: Context, { bytes, type, version, modifiedMs }: Resource): Response {
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
