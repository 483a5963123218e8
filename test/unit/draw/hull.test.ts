import { expect, it } from "vitest";
import { areaOf, boundsOf, boxNumbers, hullOf } from "../../../src/draw/box.ts";

it("the hull is the smallest box around all boxes, wherever they lie", () => {
  const [a, b] = [boundsOf({ width: 2, height: 3 }), { x: 7, y: 1, width: 1, height: 8 }];
  expect(boxNumbers(hullOf([a, b]))).toEqual([0, 0, 8, 9]);
  expect(hullOf([b, a])).toEqual(hullOf([a, b]));
  expect(hullOf([b])).toEqual(b);
  expect(areaOf([a, b])).toBe(14);
});
