import { useEffect, useRef, useState } from "preact/hooks";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import { mappingText } from "../../dashboard/mapping-text.ts";
import { QUANTITIES, QUANTITY, type Quantity } from "../../meter/quantity.ts";
import { UNIT_NAMES, UNITS, type Unit, type UnitName } from "../../meter/unit.ts";
import { fill } from "../../view/fill.ts";
import { useLanguage } from "../language.ts";
import { quantityText } from "./texts.ts";

/** The row whose topic is to be read, and what closes the dialog. */
interface MappingDialogProps {
  readonly row: ValueRow;
  readonly onClose: () => void;
}

/** The lines that make the kiosk read a topic, for the meaning that is chosen. */
export function MappingDialog({ row, onClose }: MappingDialogProps) {
  const { page } = useLanguage();
  const words = page.values;
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
    setSaid(isCopied ? words.copied : words.selected);
  };
  return (
    <dialog ref={dialog} class="mapping" aria-labelledby="mapping-title" onClose={onClose}>
      <h2 id="mapping-title">{words.copy}</h2>
      <p>{fill(words.copyQuestion, { topic: row.topic, value: row.value })}</p>
      <div class="fields">
        <label>
          <span>{words.columns.quantity}</span>
          <select value={quantity} onChange={({ currentTarget }) => choose(currentTarget.value as Quantity)}>
            {QUANTITIES.map(({ key, obis }) => (
              <option key={key} value={key}>
                {quantityText(key, page)} ({obis})
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{words.unit}</span>
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
            <span>{words.signed}</span>
          </label>
        )}
      </div>
      <p class="aside">{words.copyPlace}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre ref={lines} tabIndex={0}>
        {mappingText(row, quantity, unit, canBeSigned && isSigned)}
      </pre>
      <div class="actions">
        <button type="button" class="main" onClick={() => void copy()}>
          {words.copyButton}
        </button>
        <button type="button" onClick={() => dialog.current?.close()}>
          {words.close}
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
