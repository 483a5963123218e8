import type { Column, Order } from "./rows.ts";

const COLUMNS: readonly { readonly id: Column; readonly title: string }[] = [
  { id: "value", title: "Value" },
  { id: "quantity", title: "Quantity" },
  { id: "obis", title: "OBIS" },
  { id: "topic", title: "Topic" },
  { id: "age", title: "Age" },
  { id: "rate", title: "Rate" },
  { id: "retained", title: "Retained" },
];

/** The order of the table, and how it is changed. */
interface TableHeadProps {
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

/** The names of the columns; each puts the rows in its order, and the other way round when it is pressed again. */
export function TableHead({ order, onOrder }: TableHeadProps) {
  return (
    <thead>
      <tr>
        {COLUMNS.map(({ id, title }) => {
          const isBy = order.column === id;
          const direction = order.isDescending ? "descending" : "ascending";
          return (
            <th key={id} scope="col" class={id} aria-sort={isBy ? direction : undefined}>
              <button type="button" onClick={() => onOrder({ column: id, isDescending: isBy && !order.isDescending })}>
                {title}
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
