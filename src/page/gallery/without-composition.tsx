import { visible } from "../../dashboard/visible.ts";
import type { GalleryCatalogue } from "./catalogue.ts";

/** Names the panels that no layout is composed for. */
export function WithoutComposition({ catalogue }: { readonly catalogue: GalleryCatalogue }) {
  const { withoutComposition } = catalogue;
  if (withoutComposition.length === 0) return null;
  return (
    <section class="without" data-without={withoutComposition.length}>
      <h2>No composition yet</h2>
      <p>No layout has been composed for the size of these panels:</p>
      <ul>
        {withoutComposition.map(({ id, label }) => (
          <li key={id}>{visible(label)}</li>
        ))}
      </ul>
    </section>
  );
}
