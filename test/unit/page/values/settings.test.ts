import { describe, expect, it } from "vitest";
import { brokerHelp } from "../../../../src/page/dashboard/broker-help.ts";
import { checkSettings, usualSettings } from "../../../../src/page/dashboard/settings.ts";
import { languageFor } from "../../../../src/page/words/format.ts";
import type { LinkFault, LinkState } from "../../../../src/source/link-state.ts";
import { loadBrowserWords } from "../../../../src/words/browser-languages.ts";

await loadBrowserWords("fi");
const ENGLISH = languageFor("en", "UTC");
const HTTP = { protocol: "http:", hostname: "192.168.1.10" };
const USUAL = usualSettings(HTTP);

it("offers the host that the page came from", () => {
  expect(USUAL.url).toBe("ws://192.168.1.10:9001");
  expect(usualSettings({ protocol: "https:", hostname: "house.example" }).url).toBe("wss://house.example:9001");
  expect(checkSettings(USUAL, HTTP)).toBeUndefined();
});

describe("settings that cannot work", () => {
  it.each([
    [{ url: "mqtt://192.168.1.10" }, ["url", "address"]],
    [{ url: "192.168.1.10:9001" }, ["url", "address"]],
    [{ url: "ws://user:secret@192.168.1.10" }, ["url", "userInAddress"]],
    [{ prefix: "han/#" }, ["prefix", "prefix"]],
    [{ prefix: "" }, ["prefix", "prefix"]],
    [{ prefix: "$SYS" }, ["prefix", "prefix"]],
    [{ mainFuseA: Number.NaN }, ["mainFuseA", "mainFuse"]],
    [{ timeZone: "Mars/Olympus" }, ["timeZone", "timeZone"]],
    [{ timeZone: "" }, ["timeZone", "timeZone"]],
  ])("%j are said at their field", (part, [field, fault]) => {
    expect(checkSettings({ ...USUAL, ...part }, HTTP)).toEqual({ field, fault });
  });

  it("are those of a broker that a page over https may not speak to", () => {
    const page = { protocol: "https:" };
    expect(checkSettings(USUAL, page)).toEqual({ field: "url", fault: "insecure" });
    expect(checkSettings({ ...USUAL, url: "ws://localhost:9001" }, page)).toBeUndefined();
    expect(checkSettings({ ...USUAL, url: "wss://192.168.1.10" }, page)).toBeUndefined();
  });
});

describe("what to do", () => {
  const broker = (kind: LinkState["kind"], fault?: LinkFault) => ({
    broker: { kind, sinceMonoMs: 0, ...(fault !== undefined && { fault, reason: "as reported" }) },
    rows: [],
  });

  it.each([
    [broker("connecting"), 0, undefined],
    [broker("connecting", "no-answer"), 0, "port 1883 does not"],
    [broker("connected"), 5_000, undefined],
    [broker("connected"), 30_000, "no messages under han/ yet"],
    [broker("refused", "may-not-read"), 0, "the right to read han/#"],
    [broker("refused", "login"), 0, "Check user and password"],
    [broker("lost", "no-answer"), 0, "port 1883 does not"],
    [broker("lost", "closed"), 0, "Retrying automatically"],
  ])("%j after %i ms: %s", (dashboard, forMs, help) => {
    const said = brokerHelp(dashboard, USUAL, forMs, ENGLISH);
    if (help === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(help);
  });

  it("holds no English reason in another language", () => {
    const finnish = languageFor("fi-FI", "UTC");
    const help = (state: ReturnType<typeof broker>) => brokerHelp(state, USUAL, 0, finnish);
    expect(help(broker("lost", "closed"))).toBe(
      "Ei yhteyttä MQTT-palvelimeen: MQTT-palvelin sulki yhteyden. Yhteyttä yritetään uudelleen automaattisesti.",
    );
    const unknown = { broker: { kind: "lost", sinceMonoMs: 0, reason: "something new" }, rows: [] } as const;
    expect(brokerHelp(unknown, USUAL, 0, finnish)).toBe(
      "Ei yhteyttä MQTT-palvelimeen. Yhteyttä yritetään uudelleen automaattisesti.",
    );
  });

  it("speaks of certificates where the way is encrypted", () => {
    const lost = broker("lost", "no-answer");
    expect(brokerHelp(lost, { ...USUAL, url: "wss://house.example" }, 0, ENGLISH)).toContain("certificate");
  });
});
