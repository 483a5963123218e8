import { useState } from "preact/hooks";
import type { Fault } from "../../config/fault.ts";
import { visible } from "../../dashboard/printable.ts";
import { useLanguage } from "../language.ts";
import { counted } from "../words/format.ts";

/** Faults of the files, over the pictures of their last valid version; empty while there are none. */
export function FaultsOverlay({ faults }: { readonly faults: readonly Fault[] }) {
  const [isFolded, setFolded] = useState(false);
  const { page, format } = useLanguage();
  const words = page.faults;
  if (faults.length === 0) return null;
  return (
    <section class="faults" role="alert" aria-label={words.label} data-faults={faults.length}>
      <div class="faults-head">
        <h2>{counted(words.title, faults.length, format)}</h2>
        <p>{words.lastValid}</p>
        <button type="button" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
          {isFolded ? words.show : words.hide}
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
              <p class="message" lang="en">
                {visible(fault.message)}
              </p>
              <p class="hint" lang="en">
                {visible(fault.hint)}
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
