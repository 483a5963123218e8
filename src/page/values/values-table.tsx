import { useMemo, useRef, useState } from "preact/hooks";
import type { Dashboard, ValueRow } from "../../dashboard/dashboard.ts";
import type { Format } from "../../view/format.ts";
import { Choice } from "../choice.tsx";
import { ageText } from "../words/format.ts";
import { filterRows, type Known, type Order, sortRows, useSteadyOrder } from "./rows.ts";
import { TableHead } from "./table-head.tsx";
import { stateWord } from "./texts.ts";
import type { PageTime } from "./told.ts";
import { ValueRowLine } from "./value-row-line.tsx";

/** Rows that stand at once without being asked for: a meter has a hundred. */
const FIRST_ROWS = 400;

const KNOWN = [
  { value: "all", text: "All" },
  { value: "known", text: "Known" },
  { value: "unknown", text: "Unknown" },
] as const satisfies readonly { readonly value: Known; readonly text: string }[];

/** What the table is drawn from. */
interface ValuesTableProps {
  readonly dashboard: Pick<Dashboard, "rows" | "topicsLeftOut" | "prefix">;
  readonly isLive: boolean;
  readonly time: PageTime;
  readonly format: Format;
  readonly onMap: (row: ValueRow) => void;
}

/** Every value of every topic: searched, sorted, renewed in place. */
export function ValuesTable({ dashboard, isLive, time, format, onMap }: ValuesTableProps) {
  const [search, setSearch] = useState("");
  const [known, setKnown] = useState<Known>("all");
  const [order, setOrder] = useState<Order>({ column: "quantity", isDescending: false });
  const [isWhole, setWhole] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, topicsLeftOut, prefix } = dashboard;
  const asked = JSON.stringify([search, known, order]);
  const found = useMemo(() => filterRows(rows, search, known), [rows, search, known]);
  const sorted = useMemo(() => sortRows(found, order), [found, order]);
  const steady = useSteadyOrder(sorted, asked, body);
  const shown = isWhole ? steady : steady.slice(0, FIRST_ROWS);
  return (
    <section class="values-table" aria-label="Values">
      <div class="tools">
        <label class="search">
          <span class="unseen">Search topic, quantity or OBIS code</span>
          <input
            type="search"
            value={search}
            placeholder="Topic, quantity, OBIS"
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
        <Choice label="Which values" value={known} options={KNOWN} onChange={setKnown} />
        <p class="count" role="status">
          {countText(found.length, rows.length)}
        </p>
      </div>
      <div class="wide">
        <table>
          <caption class="unseen">Values below {prefix}/</caption>
          <TableHead order={order} onOrder={setOrder} />
          <tbody ref={body}>
            {shown.map((row) => (
              <ValueRowLine
                key={row.id}
                row={row}
                age={ageOf(row, time)}
                word={stateWord(row, isLive)}
                format={format}
                onMap={onMap}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p class="empty">Nothing has come below {prefix}/ yet.</p>}
      {rows.length > 0 && found.length === 0 && <p class="empty">No value is found by this.</p>}
      {shown.length < found.length && (
        <button type="button" class="rest" onClick={() => setWhole(true)}>
          Show all {found.length} values
        </button>
      )}
      {topicsLeftOut > 0 && <p class="empty">{topicsLeftOut} more topics found no room here.</p>}
    </section>
  );
}

function ageOf({ state, retained, atMonoMs }: ValueRow, time: PageTime): string {
  const age = ageText(time.age(atMonoMs));
  return state === "retained" || (state === "said" && retained) ? `heard ${age}` : age;
}

function countText(found: number, all: number): string {
  if (all === 1) return found === 1 ? "1 value" : "0 of 1 value";
  return found === all ? `${all} values` : `${found} of ${all} values`;
}
