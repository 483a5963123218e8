import { expect, it } from "vitest";
import { Closers } from "../../../src/files/closers.ts";

it("closes everything once, the last first, and throws the first failure when all is done", async () => {
  const closed: string[] = [];
  const closers = new Closers();
  for (const name of ["folder", "kiosk", "status", "page"]) {
    closers.add(async () => {
      await Promise.resolve();
      closed.push(name);
      if (name === "kiosk" || name === "page") throw new Error(`${name} does not close`);
    });
  }
  await expect(Promise.all([closers.close(), closers.close()])).rejects.toThrow("page does not close");
  expect(closed).toEqual(["page", "status", "kiosk", "folder"]);
});
