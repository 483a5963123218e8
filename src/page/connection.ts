/** How the page's way to the kiosk is. What it showed before a loss is never fresh. */
export type Connection =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  /** `sinceMs`: milliseconds since 1970 UTC by the browser's clock. */
  | { readonly kind: "lost"; readonly sinceMs: number };
