import { userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { listenOption, openedPage, pageLines, passwordForNow } from "../../../src/command/page-access.ts";
import { localPreview } from "../../../src/command/simulated-config.ts";
import { Secret } from "../../../src/config/secret.ts";

const HERE = { host: "127.0.0.1", port: 8080 };
const OPEN = { host: "192.168.1.10", port: 8080 };
const SSH = { SSH_CONNECTION: "192.168.1.20 51000 192.168.1.10 22" };
const forNow = passwordForNow();

describe("the page of simulated values", () => {
  it("listens at a host with a port, or at an address with the usual one", () => {
    expect(listenOption("0.0.0.0:9000")).toEqual({ host: "0.0.0.0", port: 9000 });
    expect(listenOption("0.0.0.0")).toEqual({ host: "0.0.0.0", port: 8080 });
    expect(listenOption("::")).toEqual({ host: "::", port: 8080 });
    expect(listenOption(undefined)).toBeUndefined();
    expect(() => listenOption("here")).toThrow("--listen here is not host:port");
  });

  it("gets a password where others can reach it and it has none", () => {
    expect(openedPage(localPreview(HERE), undefined, forNow).password).toBeUndefined();
    expect(openedPage(localPreview(HERE), OPEN, forNow)).toMatchObject({ listen: OPEN, password: forNow });
    const own = new Secret("a password of one's own");
    expect(openedPage({ ...localPreview(OPEN), password: own }, undefined, forNow).password).toBe(own);
  });

  it("has another password in every run", () => {
    expect(passwordForNow().reveal()).toMatch(/^[\w-]{12}$/u);
    expect(passwordForNow().reveal()).not.toBe(passwordForNow().reveal());
  });

  it.each([
    ["on this machine", HERE, {}, ["The page is http://127.0.0.1:8080/"]],
    [
      "on this machine over SSH",
      HERE,
      SSH,
      [
        `On your own machine, type this first: ssh -L 8080:127.0.0.1:8080 ${userInfo().username}@192.168.1.10`,
        "The page is http://127.0.0.1:8080/",
      ],
    ],
    [
      "for others, over SSH too",
      OPEN,
      SSH,
      [`The password of the page is ${forNow.reveal()}, for this run only.`, "The page is http://192.168.1.10:8080/"],
    ],
  ])("says how it is opened %s, its address last", (_, listen, env, lines) => {
    const page = openedPage(localPreview(listen), undefined, forNow);
    expect(pageLines(page, `http://${listen.host}:${listen.port}/`, forNow, env)).toEqual(lines);
  });

  it("prints no password of the configuration, and says where nothing listens", () => {
    const page = { ...localPreview(OPEN), password: new Secret("a password of one's own") };
    expect(pageLines(page, "http://192.168.1.10:8080/", forNow, {})).toEqual(["The page is http://192.168.1.10:8080/"]);
    expect(pageLines(undefined, undefined, forNow, {})).toEqual(["The page is not available."]);
  });
});
