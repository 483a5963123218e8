import fc from "fast-check";
import { expect, it } from "vitest";
import { displayNameIn } from "../../../src/web/picture-routes.ts";
import { originRejection } from "../../../src/web/request-origin.ts";

it("says which name it does not answer to, and how that is changed", () => {
  expect(originRejection({ host: "evil.example:80", origin: undefined }, [])).toBe(
    'this kiosk does not answer to the name "evil.example:80"; preview: hosts: may add it',
  );
  expect(originRejection({ host: undefined, origin: undefined }, [""])).toContain('""');
});

it("answers to no foreign name that anybody could think of, and never throws", () => {
  const name = fc.oneof(fc.string(), fc.domain(), fc.webAuthority(), fc.string({ unit: "binary" }));
  const isOurs = /^(localhost|\[[\da-f:.]+\]|\d+\.\d+\.\d+\.\d+)(:\d+)?$/iu;
  fc.assert(
    fc.property(name, name, (host, origin) => {
      fc.pre(!isOurs.test(host));
      expect(originRejection({ host, origin }, ["kiosk.example"])).toBeTypeOf("string");
      expect(originRejection({ host: "localhost:8080", origin: `http://${origin}.example` }, [])).toBeTypeOf("string");
    }),
  );
});

it("reads any display's name out of its path, and throws at none", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
      expect(displayNameIn(`/displays/${encodeURIComponent(name)}.png`)).toBe(name);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (path) => {
      expect(displayNameIn(path)).not.toBe("");
    }),
  );
  for (const path of [
    "/displays/%.png",
    "/displays/%ff.png",
    "/displays/a/b.png",
    "/displays/.png",
    "/x/displays/a.png",
  ])
    expect(displayNameIn(path)).toBeUndefined();
});
