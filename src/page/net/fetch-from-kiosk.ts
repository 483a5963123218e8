import { ROUTES } from "../../web/protocol.ts";

/**
 * What the kiosk answers. Where the session has ended the page goes to the login and the promise stays open.
 * @throws Error saying what went wrong, for people
 */
export async function fetchFromKiosk(url: string, signal?: AbortSignal): Promise<Response> {
  const answer = await fetch(url, { ...(signal && { signal }), credentials: "same-origin" });
  if (answer.status === 401) {
    location.assign(ROUTES.login);
    return new Promise(() => {});
  }
  if (!answer.ok) throw new Error(`the kiosk answered ${answer.status}`);
  return answer;
}
