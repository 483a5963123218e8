/** Items in the order in which they stood, new ones behind them: for a table that someone is reading or has the focus in. */
export function keepOrder<T extends { readonly id: string }>(
  items: readonly T[],
  before: readonly string[],
): readonly T[] {
  const places = new Map(before.map((id, place) => [id, place]));
  const placeOf = ({ id }: T) => places.get(id) ?? before.length;
  return [...items].sort((a, b) => placeOf(a) - placeOf(b));
}
