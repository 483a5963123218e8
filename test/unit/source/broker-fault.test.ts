import { anything, assert, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { brokerFault } from "../../../src/source/broker-fault.ts";

const fault = (code: string | number, message = "as thrown") =>
  brokerFault(Object.assign(new Error(message), { code }));

describe("why a connection failed", () => {
  it.each([1, 2, 4, 5])("is a refusal when CONNACK says %i", (code) => {
    expect(fault(code).refused).toBe(true);
  });

  it("is no refusal when the broker says that it is not available now", () => {
    expect(fault(3)).toEqual({ refused: false, reason: "the broker says that it is not available now" });
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
    expect(brokerFault(new Error("Keepalive timeout")).reason).toBe("Keepalive timeout");
    expect(brokerFault(undefined).reason).toBe("the broker closed the connection");
  });

  it("is one short line whatever was thrown", () => {
    assert(
      property(anything(), (thrown) => {
        const { reason } = brokerFault(thrown);
        expect(reason).not.toContain("\n");
        expect(reason.length).toBeLessThanOrEqual(250);
      }),
    );
  });
});
