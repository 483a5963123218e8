/**
 * Why the last guess was not accepted, as a sentence; empty when there was none.
 * @param search the query of the page's address, `?wrong` or `?slow`
 */
export function loginRefusal(search: string): string {
  const query = new URLSearchParams(search);
  if (query.has("slow")) return "Too many guesses. Wait a minute, then try again.";
  return query.has("wrong") ? "That is not the password." : "";
}
