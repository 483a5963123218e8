import { Component, createRef } from "preact";
import type { ValueRow } from "../../dashboard/dashboard.ts";
import type { Language } from "../words/format.ts";
import { diagnosticMeaning } from "./reader-diagnostics.ts";
import { quantityText, valueText } from "./texts.ts";

/** Time for which a changed value is highlighted, milliseconds. */
const GLOW_MS = 1_600;

/** Row and its texts; the table makes the texts, so that a line is drawn again only when one of them changes. */
export interface LineProps {
  readonly row: ValueRow;
  readonly age: string;
  readonly rate: string;
  /** Note on a value that is not fresh. */
  readonly word: string;
  readonly language: Language;
  readonly onMap: (row: ValueRow) => void;
}

/** One value of one topic. */
export class ValueRowLine extends Component<LineProps> {
  readonly #cell = createRef<HTMLTableCellElement>();

  override shouldComponentUpdate({ row, age, rate, word, language }: LineProps): boolean {
    const { props } = this;
    return (
      row !== props.row ||
      age !== props.age ||
      rate !== props.rate ||
      word !== props.word ||
      language !== props.language
    );
  }

  override componentDidUpdate({ row }: LineProps): void {
    if (row.value === this.props.row.value || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const glow = getComputedStyle(document.documentElement).getPropertyValue("--glow");
    this.#cell.current?.animate([{ backgroundColor: glow }, { backgroundColor: "transparent" }], GLOW_MS);
  }

  override render({ row, age, rate, word, language, onMap }: LineProps) {
    const { page, format } = language;
    const { values } = page;
    const { number, unit } = valueText(row, format);
    const { quantity, obis, topic, path, retained, state } = row;
    const meaning = diagnosticMeaning(row);
    return (
      <tr data-id={row.id} data-state={word === "" ? state : `${state} noted`}>
        <td class="value" ref={this.#cell}>
          <span class={row.isNumber ? "number" : "text"}>{number}</span>
          {unit !== "" && <span class="unit"> {unit}</span>}
        </td>
        <td class="quantity">
          {quantity !== undefined && quantityText(quantity, page)}
          {meaning !== undefined && (
            <span class="aside" lang="en">
              {meaning}
            </span>
          )}
          {quantity === undefined && meaning === undefined && row.isNumber && (
            <span class="aside">{values.notKnown}</span>
          )}
          {row.mappingKey !== undefined && (
            <button type="button" class="map" onClick={() => onMap(row)}>
              {values.copy}
            </button>
          )}
        </td>
        <td class="obis">{obis ?? ""}</td>
        <th scope="row" class="topic">
          <code title={topic}>{withBreaks(topic)}</code>
          {path !== "" && <code class="path">{path}</code>}
        </th>
        <td class="age">
          <span>{age}</span>
          {word !== "" && <strong class="word">{word}</strong>}
        </td>
        <td class="rate">{rate}</td>
        <td class="retain">{retained ? values.yes : values.no}</td>
      </tr>
    );
  }
}

/** A topic that may be broken after its levels and the words in them. */
function withBreaks(topic: string) {
  return topic.split(/(?<=[/_])/).map((part, i) => [i > 0 && <wbr />, part]);
}
