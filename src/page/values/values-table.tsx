import { useMemo, useRef, useState } from "preact/hooks";
import type { Dashboard, ValueRow } from "../../dashboard/dashboard.ts";
import { fill } from "../../view/fill.ts";
import type { PageWords } from "../../words/page-words.ts";
import { Choice } from "../choice.tsx";
import { useKeys } from "../keys.ts";
import { useLanguage } from "../language.ts";
import { ageText, counted, type Language } from "../words/format.ts";
import { filterRows, type Known, type Order, sortRows, useSteadyOrder } from "./rows.ts";
import { SortChoice, TableHead } from "./table-head.tsx";
import { rateText, stateWord } from "./texts.ts";
import type { PageTime } from "./told.ts";
import { ValueRowLine } from "./value-row-line.tsx";

/** Rows that stand at once without being asked for: a meter has a hundred. */
const FIRST_ROWS = 400;

/** Values and their times. */
interface ValuesTableProps {
  readonly dashboard: Pick<Dashboard, "rows" | "topicsLeftOut" | "prefix">;
  readonly isLive: boolean;
  readonly time: PageTime;
  readonly onMap: (row: ValueRow) => void;
}

/** Every value of every topic: searched, sorted, renewed in place. */
export function ValuesTable({ dashboard, isLive, time, onMap }: ValuesTableProps) {
  const language = useLanguage();
  const { page, format } = language;
  const words = page.values;
  const [search, setSearch] = useState("");
  const [known, setKnown] = useState<Known>("all");
  const [order, setOrder] = useState<Order>({ column: "quantity", isDescending: false });
  const [isWhole, setWhole] = useState(false);
  const [hasReactive, setReactive] = useState(false);
  const body = useRef<HTMLTableSectionElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useKeys((key) => {
    if (key === "/") searchField.current?.focus();
    return key === "/";
  });
  const { rows, topicsLeftOut, prefix } = dashboard;
  const asked = JSON.stringify([search, known, order]);
  const found = useMemo(() => filterRows(rows, search, known, page), [rows, search, known, page]);
  const sorted = useMemo(() => sortRows(found, order), [found, order]);
  const steady = useSteadyOrder(sorted, asked, body);
  const isFolding = search === "" && !hasReactive;
  const open = isFolding ? steady.filter(({ group }) => group !== "reactive") : steady;
  const shown = isWhole ? open : open.slice(0, FIRST_ROWS);
  const reactive = rows.filter(({ group }) => group === "reactive").length;
  return (
    <section class="values-table" aria-label={words.table}>
      <div class="tools">
        <label class="search">
          <span class="unseen">{words.search}</span>
          <input
            ref={searchField}
            type="search"
            aria-keyshortcuts="/"
            value={search}
            placeholder={words.searchHint}
            autocomplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </label>
        <Choice label={words.which} value={known} options={choices(words)} onChange={setKnown} />
        <SortChoice order={order} onOrder={setOrder} />
        <p class="count" role="status">
          {countText(found.length, rows.length, language)}
        </p>
      </div>
      <div class="wide">
        <table>
          <caption class="unseen">{fill(words.caption, { prefix })}</caption>
          <TableHead order={order} onOrder={setOrder} />
          <tbody ref={body}>
            {shown.map((row) => (
              <ValueRowLine
                key={row.id}
                row={row}
                age={ageOf(row, time, language)}
                rate={rateText(row.intervalMs, time.age(row.atMonoMs), language)}
                word={stateWord(row, isLive, page)}
                language={language}
                onMap={onMap}
              />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && <p class="empty">{fill(words.empty, { prefix })}</p>}
      {rows.length > 0 && found.length === 0 && <p class="empty">{fill(words.noMatch, { search })}</p>}
      {reactive > 0 && search === "" && (
        <button type="button" class="rest" aria-expanded={hasReactive} onClick={() => setReactive(!hasReactive)}>
          {hasReactive ? words.hideReactive : counted(words.showReactive, reactive, format)}
        </button>
      )}
      {shown.length < open.length && (
        <button type="button" class="rest" onClick={() => setWhole(true)}>
          {fill(words.showAll, { count: format.whole(found.length) })}
        </button>
      )}
      {topicsLeftOut > 0 && <p class="empty">{counted(words.leftOut, topicsLeftOut, format)}</p>}
    </section>
  );
}

function choices({ known }: PageWords["values"]) {
  return (["all", "known", "unknown"] as const satisfies readonly Known[]).map((value) => ({
    value,
    text: known[value],
  }));
}

function ageOf({ state, retained, atMonoMs }: ValueRow, time: PageTime, language: Language): string {
  const age = ageText(time.age(atMonoMs), language);
  const isKept = state === "retained" || (state === "said" && retained);
  return isKept ? fill(language.page.values.heard, { age }) : age;
}

function countText(found: number, all: number, { page, format }: Language): string {
  const count = counted(page.values.count, all, format);
  return found === all ? count : fill(page.values.found, { found: format.whole(found), all: count });
}
