import { describe, expect, it, vi } from "vitest";
import { type Log, SILENT } from "../../../src/log.ts";
import { systemClock } from "../../../src/source/clock.ts";
import { CLOCK_PROBES, isChronyYes, isKernelYes } from "../../../src/source/clock-probe.ts";

/** A probe that gives these answers in turn, the last one from then on, and counts how often it was queried. */
function probe(id: string, ...answers: readonly boolean[]) {
  const asked = { times: 0 };
  const query = (): Promise<boolean> => {
    const answer = answers[Math.min(asked.times, answers.length - 1)] ?? false;
    asked.times += 1;
    return Promise.resolve(answer);
  };
  return { id, query, asked };
}

function logged(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const say = (_: object, text: string): void => void lines.push(text);
  return { log: { ...SILENT, info: say, warn: say }, lines };
}

describe("the system clock", () => {
  it("is set at once when it is trusted, and queries nothing", async () => {
    const never = probe("kernel", false);
    const clock = systemClock({ trusted: true, probes: [never] }, SILENT);
    await clock.ready;
    expect(clock.now().clockSet).toBe(true);
    expect(never.asked.times).toBe(0);
    clock.stop();
  });

  it("is not set before somebody says so, whatever year it shows", () => {
    const clock = systemClock({ trusted: false, probes: [probe("kernel", true)] }, SILENT);
    expect(clock.now().clockSet).toBe(false);
    clock.stop();
  });

  it("is set when any of those asked says so, and asks no further", async () => {
    const [no, yes, unasked] = [probe("a", false), probe("b", true), probe("c", true)];
    const { log, lines } = logged();
    const clock = systemClock({ trusted: false, probes: [no, yes, unasked] }, log);
    await clock.ready;
    expect(clock.now().clockSet).toBe(true);
    expect(unasked.asked.times).toBe(0);
    expect(lines).toEqual(["clock is set"]);
    clock.stop();
  });

  it("goes on asking until the first yes, warns once, and believes it from then on", async () => {
    const late = probe("kernel", false, false, true, false);
    const { log, lines } = logged();
    const clock = systemClock({ trusted: false, probes: [late], pollMs: 1 }, log);
    await clock.ready;
    expect(clock.now().clockSet).toBe(false);
    await vi.waitUntil(() => clock.now().clockSet, { timeout: 5000, interval: 5 });
    expect(late.asked.times).toBe(3);
    expect(lines).toEqual([
      expect.stringMatching(/^the system clock is not synchronised.*clock: \{ trusted: true \}$/u),
      "clock is set",
    ]);
    clock.stop();
  });

  it("asks no more once stopped", async () => {
    const no = probe("kernel", false);
    const clock = systemClock({ trusted: false, probes: [no], pollMs: 1 }, SILENT);
    clock.stop();
    await clock.ready;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(no.asked.times).toBe(1);
  });

  it("tells both clocks: the wall's and one that never goes back", () => {
    const clock = systemClock({ trusted: true }, SILENT);
    const [a, b] = [clock.now(), clock.now()];
    expect(Math.abs(a.wallMs - Date.now())).toBeLessThan(60_000);
    expect(b.monoMs).toBeGreaterThanOrEqual(a.monoMs);
    clock.stop();
  });
});

describe("the answers of this machine's services", () => {
  it("are a yes only when the kernel's flag says yes", () => {
    expect(["yes\n", "no\n", "", "maybe"].map(isKernelYes)).toEqual([true, false, false, false]);
  });

  it("are a yes of chrony only when it follows a source", () => {
    const good = "C0A80101,192.168.1.1,3,1768500000.1,0.0001,0.0,0.0,-1.2,0.0,0.1,0.01,0.001,64.2,Normal";
    expect(isChronyYes(good)).toBe(true);
    expect(isChronyYes(good.replace("Normal", "Not synchronised"))).toBe(false);
    expect(isChronyYes(good.replace("C0A80101,192.168.1.1", "00000000,"))).toBe(false);
    expect(isChronyYes(good.replace("C0A80101,192.168.1.1", "7F7F0101,"))).toBe(false);
    expect(isChronyYes(good.replace(",64.2", ""))).toBe(false); // 13 fields: not a line of tracking
    expect(isChronyYes(good.replace(",64.2", ",64.2,0.5"))).toBe(false); // 15
    expect(isChronyYes("506 Cannot talk to daemon")).toBe(false);
    expect(isChronyYes("")).toBe(false);
  });

  it("come from every service without failing, whether it is installed or not", async () => {
    const answers = await Promise.all(CLOCK_PROBES.map((each) => each.query()));
    expect(answers).toHaveLength(3);
    for (const answer of answers) expect(typeof answer).toBe("boolean");
  });
});
