import { describe, expect, it } from "vitest";
import { openFailure } from "../../../src/source/serial-line.ts";

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

describe("a port that cannot be opened", () => {
  it.each([
    [coded("EACCES"), true, "no-permission", /group dialout \(sudo usermod -aG dialout USER.*\(EACCES\)$/u],
    [coded("EPERM"), true, "no-permission", /group dialout/u],
    [coded("ENOENT"), false, "no-device", /is the cable plugged in\?/u],
    [coded("ENXIO"), false, "no-device", /\/dev\/serial\/by-id/u],
    [coded("ERR_MODULE_NOT_FOUND"), false, "no-library", /npm install serialport/u],
    [new Error("Error Resource temporarily unavailable Cannot lock port"), false, "in-use", /uses \/dev\/ttyS9$/u],
    [new Error("Error: Inappropriate ioctl\nfor device"), true, undefined, /^\/dev\/ttyS9 is no serial port$/u],
    [new Error("Error: Something\nelse"), false, undefined, /^Error: Something else$/u],
  ] as const)("%o", (thrown, refused, fault, reason) => {
    const failure = openFailure(thrown, "/dev/ttyS9");
    expect([failure.refused, failure.fault]).toEqual([refused, fault]);
    expect(failure.reason).toMatch(reason);
  });
});
