import { type Bench, NotHere } from "./comparison.ts";

/** Pictures that a panel would not be refreshed for, against drawing each of them. */
export const held: Bench = {
  rows: [{ name: "held", bound: 0.25, what: "CPU of a day of telegrams every second on e-paper / drawing each" }],
  measure: () =>
    Promise.reject(new NotHere("each picture is drawn before the refresh policy is asked, so that it would be 1")),
};
