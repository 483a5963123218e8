import { describe, expect, it } from "vitest";
import { brokerReasonText } from "../../../src/page/words/broker-reason.ts";
import { languageFor } from "../../../src/page/words/format.ts";
import { brokerSentence } from "../../../src/page/words/sentences.ts";
import { brokerFault, firstFault, LateError } from "../../../src/source/broker-fault.ts";
import { LINK_FAULTS } from "../../../src/source/link-state.ts";
import { loadBrowserWords } from "../../../src/words/browser-languages.ts";

await loadBrowserWords("fi");
const ENGLISH = languageFor("en-GB", "UTC");
const FINNISH = languageFor("fi-FI", "UTC");

const reported = (code: string | number) => brokerFault(Object.assign(new Error("as thrown"), { code }));

describe("the reason of a failure", () => {
  it.each([
    [1, "protocol"],
    [2, "client"],
    [3, "unavailable"],
    [4, "login"],
    [5, "login"],
    [99, "refused"],
    ["ECONNREFUSED", "not-listening"],
    ["ECONNRESET", "reset"],
    ["EPIPE", "reset"],
    ["EPROTO", "not-tls"],
    ["ENOTFOUND", "no-host"],
    ["EAI_AGAIN", "no-host"],
    ["ETIMEDOUT", "late"],
    ["EHOSTUNREACH", "unreachable"],
    ["ENETUNREACH", "unreachable"],
    ["ENETDOWN", "unreachable"],
    ["CERT_HAS_EXPIRED", "certificate-date"],
    ["CERT_NOT_YET_VALID", "certificate-date"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate-unknown"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate-unknown"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate-unknown"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate-unknown"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-host"],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate-ours"],
  ] as const)("of %s is %s", (code, reason) => {
    expect(reported(code).fault).toBe(reason);
  });

  it("stays what it is before the first answer", () => {
    expect(firstFault(undefined, "mqtt").fault).toBe("closed");
    expect(brokerFault(new Error("Keepalive timeout")).fault).toBe("late");
    expect(brokerFault(new LateError("no answer")).fault).toBe("late");
    expect(brokerFault(new Error("something new")).fault).toBeUndefined();
  });
});

it("has a text of its own in every language", () => {
  for (const reason of LINK_FAULTS) {
    expect(ENGLISH.page.brokerReasons[reason]).not.toBe(FINNISH.page.brokerReasons[reason]);
  }
});

it("is said in the user's language, and an unknown one in English alone", () => {
  expect(brokerSentence({ kind: "lost", sinceMonoMs: 0, ...reported("ECONNREFUSED") }, FINNISH)).toBe(
    "ei yhteyttä MQTT-palvelimeen: portissa ei kuuntele mikään palvelin",
  );
  expect(brokerReasonText({ reason: "something new" }, FINNISH)).toBe("");
  expect(brokerReasonText({ reason: "something new" }, ENGLISH)).toBe("something new");
});
