import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/config/secret.ts";
import { SILENT } from "../../src/log.ts";
import { homewizardSource } from "../../src/source/homewizard.ts";
import { HOMEWIZARD_PACE, type HomeWizardDevice } from "../../src/source/homewizard-device.ts";
import type { Source } from "../../src/source/source.ts";
import {
  type PolledDevice,
  type SubscribedDevice,
  startPolledDevice,
  startSubscribedDevice,
} from "./homewizard-device.ts";
import { type Certificates, makeCertificates } from "./mqtt-certificates.ts";
import { type Witness, wallClock, witness } from "./mqtt-witness.ts";

const PACE = { ...HOMEWIZARD_PACE, firstMs: 20, capMs: 40, refusedMs: 40, pollMs: 10, answerMs: 3_000 };

let seen: Witness;
let source: Source | undefined;
beforeEach(() => {
  seen = witness();
});
afterEach(async () => {
  await source?.stop();
  source = undefined;
});

function open(device: HomeWizardDevice, pace = PACE): void {
  source = homewizardSource(device, "hw", seen.events, wallClock, SILENT, pace);
}

const last = () => seen.states.at(-1);

describe("the first interface", () => {
  let device: PolledDevice;
  beforeEach(async () => {
    device = await startPolledDevice();
  });
  afterEach(() => device.end());

  it("is asked again and again, and its answers are messages", async () => {
    device.answer = { status: 200, body: '{"active_power_w":-543}' };
    open({ host: device.host });
    await seen.until("a message", () => seen.messages.length > 1);
    expect(seen.messages[0]).toMatchObject({ topic: "hw/api/v1/data", retained: false, qos: 0 });
    expect(seen.text("hw/api/v1/data")).toBe('{"active_power_w":-543}');
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
    expect(last()?.end).toBe("reader");
  });

  it.each([
    [403, '{"error":{"id":202,"description":"API not enabled"}}', "api-off", /switch it on in the app.*\(403\)/u],
    [401, '{"error":"user:unauthorized"}', "token", /asks for a token: name its file in tokenFile \(401\)/u],
    [404, "{}", undefined, /no meter of HomeWizard \(404\)/u],
    [200, "<html>", undefined, /no meter of HomeWizard \(200\)/u],
  ] as const)("is refused where it answers %i %s, until it is put right", async (status, body, fault, reason) => {
    device.answer = { status, body };
    open({ host: device.host });
    await seen.until("refused", () => last()?.kind === "refused");
    expect(last()?.fault).toBe(fault);
    expect(last()?.reason).toMatch(reason);
    device.answer = { status: 200, body: "{}" };
    await seen.until("connected", () => last()?.kind === "connected");
  });

  it("may miss an answer or two, and is lost when it misses more", async () => {
    open({ host: device.host }, { ...PACE, answerMs: 400 });
    await seen.until("connected", () => last()?.kind === "connected");
    device.answer = undefined;
    const { asked } = device;
    await device.until(asked + 2);
    device.answer = { status: 200, body: "{}" };
    await device.until(asked + 6);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
    device.answer = undefined;
    await seen.until("lost", () => last()?.kind === "lost");
    expect(last()).toMatchObject({ fault: "late", reason: "no answer in time" });
  });

  it("that has had nothing else to say for long hands on the last of a silent meter no more", async () => {
    open({ host: device.host }, { ...PACE, unchangedMs: 0 });
    device.answer = { status: 200, body: '{"wifi_strength":70,"active_power_w":1}' };
    await device.until(4);
    expect(seen.messages).toEqual([]);
    expect(last()?.kind).toBe("connected");
  });

  it("answers with no more than a measurement has", async () => {
    device.answer = { status: 200, body: `{"a":"${"x".repeat(200_000)}"}` };
    open({ host: device.host });
    await seen.until("lost", () => last()?.kind === "lost");
    expect(last()?.reason).toBe("the answer is far too large for a measurement");
  });
});

it("a device that is not there is lost, with the reason", async () => {
  const device = await startPolledDevice();
  await device.end();
  open({ host: device.host });
  await seen.until("lost", () => last()?.kind === "lost");
  expect(last()).toMatchObject({ fault: "not-listening", reason: "nothing listens there (ECONNREFUSED)" });
});

describe("the second interface", () => {
  const TOKEN = "0A0B0C0D0E0F0A0B0C0D0E0F0A0B0C0D";
  const token = new Secret(TOKEN);
  let certificates: Certificates;
  let device: SubscribedDevice;
  beforeAll(async () => {
    certificates = await makeCertificates();
  });
  afterAll(() => certificates.remove());
  beforeEach(async () => {
    device = await startSubscribedDevice(certificates.appliance, TOKEN);
  });
  afterEach(() => device.end());

  it.each(["believed", "recognised by its authority"])("of a device that is %s sends by itself", async (how) => {
    open({ host: device.host, token, ...(how !== "believed" && { ca: certificates.ca }) });
    await seen.until("connected", () => last()?.kind === "connected");
    device.measure({ power_w: 5 });
    await seen.until("a message", () => seen.messages.length > 0);
    expect(seen.text("hw/api/measurement")).toBe('{"power_w":5}');
    device.drop();
    await seen.until("lost", () => last()?.kind === "lost");
    expect(last()).toMatchObject({ fault: "hung-up" });
    await seen.until("connected again", () => last()?.kind === "connected");
    device.measure({ power_w: 6 });
    await seen.until("another message", () => seen.text("hw/api/measurement") === '{"power_w":6}');
  });

  it("refuses a wrong token, which is in no message", async () => {
    open({ host: device.host, token: new Secret("wrong-token") });
    await seen.until("refused", () => last()?.kind === "refused");
    expect(last()).toMatchObject({ fault: "token", reason: expect.stringContaining("make another one") });
    expect(JSON.stringify(seen.states)).not.toContain("wrong-token");
  });

  it("is not told the token where another authority has signed", async () => {
    open({ host: device.host, token, ca: certificates.strangerCa });
    await seen.until("lost", () => last()?.kind === "lost");
    expect(last()?.fault).toBe("certificate-unknown");
  });

  it("is not told the token where the authority has signed for no appliance", async () => {
    await device.end();
    device = await startSubscribedDevice(certificates.client, TOKEN);
    open({ host: device.host, token, ca: certificates.ca });
    await seen.until("lost", () => last()?.kind === "lost");
    expect(last()?.fault).toBe("certificate-host");
  });

  it("that goes silent is asked for a sign of life, and stays connected", async () => {
    open({ host: device.host, token }, { ...PACE, aliveMs: 10 });
    await seen.until("connected", () => last()?.kind === "connected");
    device.measure({ power_w: 1 });
    await seen.until("a message", () => seen.messages.length > 0);
    expect(seen.kinds()).toEqual(["connecting", "connected"]);
  });
});
