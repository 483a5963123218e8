import { expect, it } from "vitest";
import { moveCursor } from "../../../src/page/picture/move-cursor.ts";

const size = { width: 800, height: 480 };
const press = (key: string, shiftKey = false) => ({ key, shiftKey });

it("moves by one pixel, and by eight with shift", () => {
  expect(moveCursor({ x: 10, y: 10 }, press("ArrowLeft"), size)).toEqual({ x: 9, y: 10 });
  expect(moveCursor({ x: 10, y: 10 }, press("ArrowDown", true), size)).toEqual({ x: 10, y: 18 });
});

it("stays within the picture", () => {
  expect(moveCursor({ x: 3, y: 0 }, press("ArrowLeft", true), size)).toEqual({ x: 0, y: 0 });
  expect(moveCursor({ x: 799, y: 479 }, press("ArrowRight"), size)).toEqual({ x: 799, y: 479 });
});

it("leaves every other key to the page", () => {
  expect(["Tab", "a", "constructor"].map((key) => moveCursor({ x: 1, y: 1 }, press(key), size))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
