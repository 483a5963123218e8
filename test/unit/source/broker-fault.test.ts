import { anything, assert, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { brokerFault, firstFault } from "../../../src/source/broker-fault.ts";

const fault = (code: string | number, message = "as thrown") =>
  brokerFault(Object.assign(new Error(message), { code }));

describe("why a connection failed", () => {
  it.each([1, 2, 4, 5])("is a refusal when CONNACK says %i", (code) => {
    expect(fault(code).refused).toBe(true);
  });

  it("is no refusal when the broker says that it is not available now", () => {
    expect(fault(3)).toMatchObject({ refused: false, reason: "the broker says that it is not available now" });
  });

  it.each([
    ["ECONNREFUSED", "nothing listens there"],
    ["ENOTFOUND", "no such host"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "another host name"],
    ["CERT_HAS_EXPIRED", "clock"],
  ])("says %s in words, with the code", (code, words) => {
    const { refused, reason } = fault(code);
    expect(refused).toBe(false);
    expect(reason).toContain(words);
    expect(reason).toContain(code);
  });

  it("is a refusal when TLS says that our certificate will not do", () => {
    expect(fault("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED").refused).toBe(true);
  });

  it("is what was thrown when nothing better is known, on one line", () => {
    expect(fault("EWEIRD", "a\n  b").reason).toBe("a b");
    expect(fault("EWEIRD", "").reason).toBe("EWEIRD");
    expect(brokerFault(new Error("Keepalive timeout")).reason).toBe("the broker no longer answers");
    expect(brokerFault(undefined).reason).toBe("the broker closed the connection");
  });

  it.each([
    ["ECONNRESET", "mqtts", "mqtts:// is usually 8883, mqtt:// 1883"],
    ["ECONNRESET", "mqtt", "mqtts:// is usually 8883, mqtt:// 1883"],
    ["EPROTO", "mqtts", "what answers there does not speak TLS (EPROTO); does the broker speak TLS on this port?"],
    ["EPIPE", "ws", "With TLS it is wss://"],
    ["ECONNRESET", "wss", "Without TLS it is ws://"],
  ] as const)("before the first answer may be the wrong port or scheme: %s of %s", (code, scheme, words) => {
    expect(firstFault(Object.assign(new Error("x"), { code }), scheme).reason).toContain(words);
    expect(fault(code).reason).not.toContain("?");
  });

  it("before the first answer has no question where the answer is plain", () => {
    for (const code of [4, 5, "ECONNREFUSED", "ENOTFOUND", "CERT_HAS_EXPIRED"])
      expect(firstFault(Object.assign(new Error("x"), { code }), "mqtts")).toEqual(fault(code));
  });

  it("is one short line whatever was thrown", () => {
    assert(
      property(anything(), (thrown) => {
        for (const { reason } of [brokerFault(thrown), firstFault(thrown, "mqtts")]) {
          expect(reason).not.toContain("\n");
          expect(reason.length).toBeLessThanOrEqual(300);
        }
      }),
    );
  });
});
