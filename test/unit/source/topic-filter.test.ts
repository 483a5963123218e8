import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { filterCovers, isTopicFilter, topicMatches } from "../../../src/source/topic-filter.ts";

describe("a topic filter", () => {
  it.each([
    ["han/#", "han/telegram", true],
    ["han/#", "han/sensor/power/state", true],
    ["han/#", "han", true], // MQTT 3.1.1, 4.7.1.2
    ["han/#", "hang/telegram", false],
    ["han/+/state", "han/power/state", true],
    ["han/+/state", "han/a/b/state", false],
    ["han/+", "han", false],
    ["han/+", "han/", true],
    ["+", "han", true],
    ["#", "han/x", true],
    ["#", "$SYS/uptime", false],
    ["+/uptime", "$SYS/uptime", false],
    ["$SYS/#", "$SYS/uptime", true],
    ["han/x", "han/x", true],
    ["han/x", "han/x/y", false],
    ["han/#", "han/+", false], // a wildcard is no topic
  ])("%s names %s: %s", (filter, topic, expected) => {
    expect(topicMatches(filter, topic)).toBe(expected);
  });

  it.each([
    ["han/#", "han/+/state", true],
    ["han/#", "han/#", true],
    ["han/#", "han", true],
    ["han/+", "han/#", false],
    ["han/+", "han/+", true],
    ["han/x", "han/+", false],
    ["han/#", "#", false],
    ["#", "+/x", true],
    ["#", "$SYS/#", false],
  ])("%s covers %s: %s", (outer, inner, expected) => {
    expect(filterCovers(outer, inner)).toBe(expected);
  });

  it.each([
    ["han/#", true],
    ["+/+/x", true],
    ["#", true],
    ["/", true],
    ["", false],
    ["han/#/x", false],
    ["han#", false],
    ["a+/b", false],
    ["a\0b", false],
  ])("%j is one: %s", (text, expected) => {
    expect(isTopicFilter(text)).toBe(expected);
  });

  it("that covers another names all that the other names", () => {
    const levels = array(constantFrom("a", "b", "+"), { minLength: 1, maxLength: 4 });
    const ends = constantFrom("", "/#");
    const name = constantFrom("a", "b", "c");
    const names = array(name, { minLength: 4, maxLength: 4 });
    const below = array(name, { maxLength: 2 });
    let covered = 0;
    assert(
      property(levels, ends, levels, ends, names, below, (outer, outerEnd, inner, innerEnd, named, rest) => {
        const [wide, narrow] = [outer.join("/") + outerEnd, inner.join("/") + innerEnd];
        const levelsNamed = inner.map((level, i) => (level === "+" ? named[i] : level));
        const topic = [...levelsNamed, ...(innerEnd ? rest : [])].join("/");
        expect(topicMatches(narrow, topic)).toBe(true);
        if (!filterCovers(wide, narrow)) return;
        covered += 1;
        expect(topicMatches(wide, topic)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(covered).toBeGreaterThan(100); // about 270 in the mean
  });
});
