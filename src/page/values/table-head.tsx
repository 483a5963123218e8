import { useLanguage } from "../language.ts";
import type { Column, Order } from "./rows.ts";

const COLUMNS = ["value", "quantity", "obis", "topic", "age", "rate", "retained"] as const satisfies readonly Column[];

/** Order of the table, and its setter. */
interface OrderProps {
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

/** Names of the columns; each sorts the rows by its column, and in reverse when it is pressed again. */
export function TableHead({ order, onOrder }: OrderProps) {
  const { columns } = useLanguage().page.values;
  return (
    <thead>
      <tr>
        {COLUMNS.map((id) => {
          const isBy = order.column === id;
          const direction = order.isDescending ? "descending" : "ascending";
          return (
            <th key={id} scope="col" class={id} aria-sort={isBy ? direction : undefined}>
              <button type="button" onClick={() => onOrder({ column: id, isDescending: isBy && !order.isDescending })}>
                {columns[id]}
                <span class="arrow" aria-hidden="true">
                  {isBy ? (order.isDescending ? "▼" : "▲") : ""}
                </span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** Column to sort by, for narrow screens, where the rows have no heads. */
export function SortChoice({ order, onOrder }: OrderProps) {
  const { columns, sortBy } = useLanguage().page.values;
  return (
    <label class="sort">
      <span>{sortBy}</span>
      <select
        value={order.column}
        onChange={({ currentTarget }) => onOrder({ column: currentTarget.value as Column, isDescending: false })}
      >
        {COLUMNS.map((id) => (
          <option key={id} value={id}>
            {columns[id]}
          </option>
        ))}
      </select>
    </label>
  );
}
