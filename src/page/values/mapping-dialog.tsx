import { useEffect, useRef, useState } from "preact/hooks";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import { mappingText } from "../../dashboard/mapping-text.ts";
import { QUANTITIES, QUANTITY, type Quantity } from "../../meter/quantity.ts";
import { UNIT_NAMES, UNITS, type Unit, type UnitName } from "../../meter/unit.ts";
import { quantityText } from "./texts.ts";

/** The row whose topic is to be read, and what closes the dialog. */
interface MappingDialogProps {
  readonly row: ValueRow;
  readonly onClose: () => void;
}

/** The lines that make the kiosk read a topic, for the meaning that is chosen. */
export function MappingDialog({ row, onClose }: MappingDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const lines = useRef<HTMLPreElement>(null);
  const [quantity, setQuantity] = useState<Quantity>("activePowerImportW");
  const [unit, setUnit] = useState<UnitName>("W");
  const [isSigned, setSigned] = useState(false);
  const [said, setSaid] = useState("");
  useEffect(() => dialog.current?.showModal(), []);
  const canBeSigned = /Power(?:Import|Export)/.test(quantity);
  const choose = (next: Quantity) => {
    setQuantity(next);
    setUnit(baseUnitOf(next));
    setSaid("");
  };
  const copy = async () => {
    if (lines.current === null) return;
    const isCopied = await copyText(lines.current);
    setSaid(isCopied ? "Copied." : "Selected: copy it with Ctrl+C (⌘C).");
  };
  return (
    <dialog ref={dialog} class="mapping" aria-labelledby="mapping-title" onClose={onClose}>
      <h2 id="mapping-title">Copy as configuration</h2>
      <p>
        What does <code>{row.topic}</code> tell? It says <strong>{row.value}</strong> now.
      </p>
      <div class="fields">
        <label>
          <span>Quantity</span>
          <select value={quantity} onChange={({ currentTarget }) => choose(currentTarget.value as Quantity)}>
            {QUANTITIES.map(({ key, obis }) => (
              <option key={key} value={key}>
                {quantityText(key)} ({obis})
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Unit, as sent</span>
          <select value={unit} onChange={({ currentTarget }) => setUnit(currentTarget.value as UnitName)}>
            {UNIT_NAMES.filter((name) => UNITS[name].base === baseUnitOf(quantity)).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {canBeSigned && (
          <label class="tick">
            <input
              type="checkbox"
              checked={isSigned}
              onChange={({ currentTarget }) => setSigned(currentTarget.checked)}
            />
            <span>Signed: a negative import is an export</span>
          </label>
        )}
      </div>
      <p class="aside">Below the meter’s name in wattframe.yaml, where the meter has one key per line and no braces:</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre ref={lines} tabIndex={0}>
        {mappingText(row, quantity, unit, canBeSigned && isSigned)}
      </pre>
      <div class="actions">
        <button type="button" class="main" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
        <span role="status">{said}</span>
      </div>
    </dialog>
  );
}

function baseUnitOf(quantity: Quantity): Unit {
  return QUANTITY.get(quantity)?.unit ?? "W";
}

/**
 * Copies the text of an element. Pages that came over plain HTTP have no clipboard: there the text is selected, so that
 * one key copies it.
 * @returns whether it was copied
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  const text = element.textContent;
  try {
    if (navigator.clipboard === undefined) throw new Error("no clipboard on an insecure page");
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    document.getSelection()?.selectAllChildren(element);
    return false;
  }
}
