import { useState } from "preact/hooks";
import type { Fault } from "../../config/fault.ts";
import { visible } from "../../dashboard/printable.ts";

/** What is wrong in the files as they are, over the pictures of the last good ones; empty while nothing is. */
export function FaultsOverlay({ faults }: { readonly faults: readonly Fault[] }) {
  const [isFolded, setFolded] = useState(false);
  if (faults.length === 0) return null;
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  return (
    <section class="faults" role="alert" aria-label="Faults in the files" data-faults={faults.length}>
      <div class="faults-head">
        <h2>{count} in the files</h2>
        <p>The pictures are of the last files without faults.</p>
        <button type="button" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
          {isFolded ? "Unfold" : "Fold"}
        </button>
      </div>
      {!isFolded && (
        <ol>
          {faults.map((fault) => (
            <li key={`${fault.file}:${fault.line}:${fault.column} ${fault.message}`} data-fault>
              <code class="place">
                {visible(fault.file)}:{fault.line}:{fault.column}
              </code>
              {fault.path !== "" && <code class="path">{visible(fault.path)}</code>}
              <p class="message">{visible(fault.message)}</p>
              <p class="hint">{visible(fault.hint)}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
