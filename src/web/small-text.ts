import type { Readable } from "node:stream";

/**
 * The text of a request's body; absent when it is longer than so many bytes. Counted as it comes, for what a request
 * says of its length need not be true, and chunks have none.
 * @throws what the connection fails with
 */
export async function smallText(body: Readable, limitBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > limitBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
