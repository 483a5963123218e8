import { expect, it } from "vitest";
import { SILENT } from "../../../src/log.ts";
import { connectedOwnSource } from "../../../src/source/connected-source.ts";
import { NOON } from "../../fixtures/readings.ts";

const EVENTS = { message: () => undefined, state: () => undefined };

it("a meter's own source that does not answer is an error that names it", async () => {
  const nowhere = { kind: "tcp", host: "127.0.0.1", port: 1 } as const;
  await expect(connectedOwnSource(nowhere, EVENTS, () => NOON, SILENT, { timeoutMs: 300 })).rejects.toMatchObject({
    code: "SOURCE_UNREACHABLE",
    message: expect.stringMatching(/^no connection to 127\.0\.0\.1:1: .*ECONNREFUSED/u),
  });
});
