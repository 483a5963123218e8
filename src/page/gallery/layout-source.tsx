import type { Fault } from "../../config/fault.ts";
import { visible } from "../../dashboard/printable.ts";
import { fill } from "../../view/fill.ts";
import { ROUTES } from "../../web/protocol.ts";
import { useLanguage } from "../language.ts";
import { requestFault, useJson } from "../net/fetch.ts";

/** File of a layout as the kiosk sends it. */
interface LayoutFile {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly faults: readonly Fault[];
}

/** The source of a layout, line by line, with its faults where they are. */
export function LayoutSource({ name, revision }: { readonly name: string; readonly revision: number }) {
  const { value, fault } = useJson<LayoutFile>(`${ROUTES.layouts}/${encodeURIComponent(name)}?v=${revision}`);
  const { page } = useLanguage();
  const words = page.gallery;
  if (value === undefined) {
    return (
      <p class="source plain">
        {fault === undefined ? words.sourceLoading : fill(words.sourceFailed, { reason: requestFault(fault, page) })}
      </p>
    );
  }
  const lines = value.text.replace(/\r?\n$/u, "").split(/\r?\n/u);
  return (
    <section class="source" aria-label={words.source}>
      <h3>
        <code>{visible(value.file)}</code>
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled has to be reached by keyboard */}
      <section class="lines" tabIndex={0} aria-label={value.file}>
        <ol>
          {lines.map((line, index) => {
            const own = value.faults.filter((each) => each.line === index + 1);
            return (
              <li key={index} data-line={index + 1} data-faulty={own.length > 0}>
                <code>{visible(line)}</code>
                {own.map((each) => (
                  <p key={`${each.column} ${each.message}`} class="message" lang="en">
                    {visible(each.message)} <span class="hint">{visible(each.hint)}</span>
                  </p>
                ))}
              </li>
            );
          })}
        </ol>
      </section>
    </section>
  );
}
