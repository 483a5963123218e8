import type { PageWords } from "../words/page-words.ts";

/**
 * Reason why the last login failed, as a sentence; empty when there was none.
 * @param search query of the page's address, `?wrong` or `?slow`
 */
export function loginRefusal(search: string, { login }: PageWords): string {
  const query = new URLSearchParams(search);
  if (query.has("slow")) return login.slow;
  return query.has("wrong") ? login.wrong : "";
}
