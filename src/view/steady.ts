/** A drawn value stays until it has moved by more than this share of the least difference that is drawn of it. */
const DEAD_BAND = 0.65;

/** Least differences that pictures draw of values, by their names in the view and in their units. */
const STEPS = {
  hourMeanW: 100,
  currentA: 0.1,
  voltageV: 1,
  powerW: 100,
  reactiveVar: 100,
  powerFactor: 0.01,
  frequencyHz: 0.1,
} as const;

/** Values of the view that are drawn, by their names. */
type Drawn = { readonly [Name in keyof typeof STEPS]?: number | undefined };

/**
 * A value as it is drawn: the one drawn before, digit, bar and sentence alike, until the value has left its dead band. So a
 * last digit that flickers moves no ink. @param before absent where nothing was drawn
 */
export function steady(value: number, step: number, before: number | undefined): number {
  return before !== undefined && Math.abs(value - before) <= step * DEAD_BAND ? before : value;
}

/** Values as they are drawn, each with the step of its name; what has none, and what was not drawn before, is as it is. */
export function steadyValues<Values extends Drawn>(values: Values, before: Drawn | undefined): Values {
  const names = Object.keys(STEPS) as (keyof typeof STEPS)[];
  const drawn = names.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, steady(value, STEPS[name], before?.[name])] as const];
  });
  return { ...values, ...Object.fromEntries(drawn) };
}
