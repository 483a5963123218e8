import { Component, createRef } from "preact";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import type { Format } from "../../view/format.ts";
import { quantityText, rateText, valueText } from "./texts.ts";

/** How long a changed value stands out, milliseconds. */
const GLOW_MS = 1_600;

/** What a line is drawn from; texts are made by the table, so that a line is drawn anew only when one of them changes. */
export interface LineProps {
  readonly row: ValueRow;
  readonly age: string;
  /** What is to be said of a value that is not fresh. */
  readonly word: string;
  readonly format: Format;
  readonly onMap: (row: ValueRow) => void;
}

/** One value of one topic. */
export class ValueRowLine extends Component<LineProps> {
  readonly #cell = createRef<HTMLTableCellElement>();

  override shouldComponentUpdate({ row, age, word, format }: LineProps): boolean {
    const { props } = this;
    return row !== props.row || age !== props.age || word !== props.word || format !== props.format;
  }

  override componentDidUpdate({ row }: LineProps): void {
    if (row.value === this.props.row.value || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const glow = getComputedStyle(document.documentElement).getPropertyValue("--glow");
    this.#cell.current?.animate([{ backgroundColor: glow }, { backgroundColor: "transparent" }], GLOW_MS);
  }

  override render({ row, age, word, format, onMap }: LineProps) {
    const { quantity, unit, obis, topic, path, retained, state } = row;
    return (
      <tr data-id={row.id} data-state={word === "" ? state : `${state} noted`}>
        <td class="value" ref={this.#cell}>
          <span class={row.isNumber ? "number" : "text"}>{valueText(row, format)}</span>
          {unit !== undefined && <span class="unit"> {unit}</span>}
        </td>
        <td class="quantity">
          {quantity !== undefined && quantityText(quantity)}
          {quantity === undefined && row.isNumber && <span class="aside">not known</span>}
          {row.mappingKey !== undefined && (
            <button type="button" class="map" onClick={() => onMap(row)}>
              Copy as configuration
            </button>
          )}
        </td>
        <td class="obis">{obis ?? ""}</td>
        <th scope="row" class="topic">
          <code>{withBreaks(topic)}</code>
          {path !== "" && <code class="path">{path}</code>}
        </th>
        <td class="age">
          <span>{age}</span>
          {word !== "" && <strong class="word">{word}</strong>}
        </td>
        <td class="rate">{rateText(row.intervalMs)}</td>
        <td class="retain">{retained ? "yes" : "no"}</td>
      </tr>
    );
  }
}

/** A topic that may be broken after its levels and the words in them. */
function withBreaks(topic: string) {
  return topic.split(/(?<=[/_])/).map((part, i) => [i > 0 && <wbr />, part]);
}
