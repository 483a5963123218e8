import { hostname } from "node:os";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "../../src/config/secret.ts";
import type { Log } from "../../src/log.ts";
import { startPreview } from "../../src/web/preview.ts";
import {
  type Asked,
  ask,
  askRaw,
  type House,
  houseConfig,
  listenTo,
  pngDisplay,
  startHouse,
  until,
} from "./preview-house.ts";

const PASSWORD = "correct horse battery";
const PERSON = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`somebody:${password}`).toString("base64")}`,
});

let house: House;
let logged: string[];
const get = (path: string, headers: Record<string, string> = {}, more: Asked = {}) =>
  ask(house.port, path, { headers, ...more });

/** A log that keeps everything that it is told, as JSON. */
function noting(lines: string[]): Log {
  const note = (facts: object, message: string) => void lines.push(JSON.stringify([facts, message]));
  return { debug: note, info: note, warn: note, error: note, child: () => noting(lines) };
}

const login = (password: string, more: Asked = {}) =>
  ask(house.port, "/login", {
    method: "POST",
    body: new URLSearchParams({ password }).toString(),
    ...more,
    headers: { "content-type": "application/x-www-form-urlencoded", ...more.headers },
  });

const sessionOf = (cookies: string | undefined) => /wattframe-session=[^;]+/u.exec(cookies ?? "")?.[0] ?? "";

describe("a house with a password", () => {
  beforeEach(async () => {
    logged = [];
    house = await startHouse({
      log: noting(logged),
      config: (folder) => ({ displays: [pngDisplay(folder, "hall"), pngDisplay(folder, "attic")] }),
      preview: { password: new Secret(PASSWORD), tokens: new Map([["hall", new Secret("a-token-of-the-hall")]]) },
    });
  });
  afterEach(async () => {
    await house.stop();
    const said = logged.join("\n");
    if (said === "" || said.includes(PASSWORD) || said.includes("a-token-of-the-hall"))
      throw new Error(`a secret was logged: ${said}`);
  });

  it("sends people to the login page and turns programs away", async () => {
    const person = await get("/", PERSON);
    expect([person.status, person.headers["location"]]).toEqual([303, "/login"]);
    const closed = [
      "/",
      "/index.html",
      "/displays/hall.png",
      "/displays/nobody.png",
      "/events/live",
      "/events/values",
      "/gallery.json",
      "/gallery/picture.png",
      "/layouts/balance",
      "/metrics",
      "/nothing",
    ];
    for (const path of closed) expect([path, (await get(path)).status]).toEqual([path, 401]);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
      expect([method, (await get("/", PERSON, { method })).status]).toEqual([method, 401]);
  });

  it("shows anybody the login page, what it is made of, and whether the kiosk is well", async () => {
    for (const path of ["/login", "/login.js", "/page.css", "/healthz"])
      expect([path, (await get(path)).status]).toEqual([path, 200]);
  });

  it("lets in with a cookie that no script reads and no other site sends along", async () => {
    const { status, headers } = await login(PASSWORD);
    expect([status, headers["location"]]).toEqual([303, "/"]);
    const [pair = "", ...attributes] = (headers["set-cookie"] ?? "").split("; ");
    expect(pair).toMatch(/^wattframe-session=[\w-]{43}$/u);
    expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
    expect((await get("/", { ...PERSON, cookie: pair })).status).toBe(200);
    expect((await get("/displays/attic.png", { cookie: `a=b; ${pair}; c=d` })).status).toBe(200);
  });

  it("knows no cookie that it did not give", async () => {
    const cookie = sessionOf((await login(PASSWORD)).headers["set-cookie"]);
    for (const wrong of [
      `${cookie}x`,
      cookie.slice(0, -1),
      "wattframe-session=",
      "wattframe-session",
      `x${cookie}`,
      ";;==;",
    ])
      expect([wrong, (await get("/metrics", { cookie: wrong })).status]).toEqual([wrong, 401]);
  });

  it("forgets a session at logout, and the streams that it opened end", async () => {
    const cookie = sessionOf((await login(PASSWORD)).headers["set-cookie"]);
    const stream = await listenTo(house.port, "/events/values", { headers: { cookie } });
    await stream.next();
    const out = await get("/logout", { cookie }, { method: "POST" });
    expect([out.status, out.headers["location"]]).toEqual([303, "/login"]);
    expect(out.headers["set-cookie"]).toContain("Max-Age=0");
    expect((await get("/metrics", { cookie })).status).toBe(401);
    await until("the end of the stream", () => stream.isOver);
  });

  it("says that a guess was wrong, and after five looks at none for a while", async () => {
    for (let i = 0; i < 5; i++) expect((await login(`guess ${i}`)).headers["location"]).toBe("/login?wrong");
    const slow = await login(PASSWORD);
    expect([slow.status, slow.headers["location"], slow.headers["set-cookie"]]).toEqual([
      303,
      "/login?slow",
      undefined,
    ]);
    const program = await get("/metrics", basic(PASSWORD));
    expect(program.status).toBe(429);
    expect(Number(program.headers["retry-after"])).toBeGreaterThan(200);
    expect((await login(PASSWORD, { from: "127.0.0.2" })).headers["location"]).toBe("/");
  });

  it("logs wrong passwords, one line an address, without what was guessed", async () => {
    for (let i = 0; i < 8; i++) await login(`guess ${i}`);
    await get("/metrics", basic("guess"));
    await login("guess", { from: "127.0.0.2" });
    await login(PASSWORD, { from: "127.0.0.3" });
    const lines = logged.filter((line) => line.includes("wrong password"));
    expect(lines.map((line) => JSON.parse(line)[0])).toEqual([{ from: "127.0.0.1" }, { from: "127.0.0.2" }]);
    expect(logged.join("\n")).not.toContain("guess");
  });

  it("looks at no more than five of many guesses at the same moment", async () => {
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, i) => login(`guess ${i}`)));
    const places = guesses.map(({ headers }) => headers["location"]);
    expect(places.filter((place) => place === "/login?wrong")).toHaveLength(5);
    expect(places.filter((place) => place === "/login?slow")).toHaveLength(35);
  });

  it("takes the password from programs, and counts what they guess", async () => {
    expect((await get("/metrics", basic(PASSWORD))).status).toBe(200);
    expect(
      (await get("/metrics", { authorization: basic(PASSWORD).authorization.replace("Basic", "bAsIc") })).status,
    ).toBe(200);
    for (let i = 0; i < 5; i++) expect((await get("/metrics", basic("wrong"))).status).toBe(401);
    expect((await login(PASSWORD)).headers["location"]).toBe("/login?slow");
  });

  it("is not upset by authentication that means nothing", async () => {
    const headers = [
      "Basic",
      "Basic ",
      "Basic !!!",
      "Basic ====",
      `Basic ${"A".repeat(5_000)}`,
      "Basic Og",
      "Bearer x",
      "Basic\tOg==",
    ];
    for (const authorization of headers)
      expect([authorization.slice(0, 20), (await get("/metrics", { authorization })).status]).toEqual([
        authorization.slice(0, 20),
        401,
      ]);
    expect((await get("/metrics", basic(PASSWORD))).status).toBe(200);
    expect(logged.join("\n")).not.toContain("could not answer");
  });

  it("takes no other form than that of its login page", async () => {
    const strange = [
      ["multipart/form-data; boundary=x", "no boundary at all"],
      ["application/json", JSON.stringify({ password: PASSWORD })],
      ["text/plain", `password=${PASSWORD}`],
    ] as const;
    for (const [type, body] of strange) {
      const { status, headers } = await login("", { body, headers: { "content-type": type } });
      expect(status).toBe(400);
      expect(headers["set-cookie"]).toBeUndefined();
    }
    expect(logged.join("\n")).not.toContain("could not answer");
  });

  it("opens a display's own picture, and nothing else, to its token", async () => {
    const open = await get("/displays/hall.png?token=a-token-of-the-hall");
    expect([open.status, open.headers["content-type"]]).toEqual([200, "image/png"]);
    expect(open.headers["cross-origin-resource-policy"]).toBe("cross-origin");
    const closed = [
      "/displays/hall.png",
      "/displays/hall.png?token=",
      "/displays/hall.png?token=a-token-of-the-hall2",
      "/displays/attic.png?token=a-token-of-the-hall",
      "/displays/hall?token=a-token-of-the-hall",
      "/displays/hall.png/..%2fattic.png?token=a-token-of-the-hall",
      "/displays/hall.png/../attic.png?token=a-token-of-the-hall",
      "/displays/attic.png?x=/displays/hall.png&token=a-token-of-the-hall",
      "/events/live?token=a-token-of-the-hall",
      "/metrics?token=a-token-of-the-hall",
      "/?token=a-token-of-the-hall",
    ];
    for (const path of closed) {
      const { status, headers } = await get(path);
      expect([path, status, headers["cross-origin-resource-policy"]]).toEqual([path, 401, "same-origin"]);
    }
  });

  it("never says its password", async () => {
    const answers = await Promise.all([
      login(PASSWORD),
      get(`/nothing?password=${encodeURIComponent(PASSWORD)}`),
      get("/metrics", basic(PASSWORD)),
      get("/gallery.json", basic(PASSWORD)),
      get("/", basic(PASSWORD)),
    ]);
    for (const { text, headers } of answers) expect(text + JSON.stringify(headers)).not.toContain(PASSWORD);
    const stream = await listenTo(house.port, "/events/live", { headers: basic(PASSWORD) });
    expect((await stream.next()).data).not.toContain(PASSWORD);
    stream.close();
  });
});

describe("behind a proxy that is trusted", () => {
  const proxied = (address: string) => ({ headers: { "x-forwarded-for": `10.6.6.6, ${address}` } });
  const guesses = async (address: string, from?: string) => {
    const places: (string | undefined)[] = [];
    for (const password of [..."abcdef", PASSWORD])
      places.push((await login(password, { ...proxied(address), ...(from && { from }) })).headers["location"]);
    return places;
  };
  const LOCKED_OUT = [...Array<string>(5).fill("/login?wrong"), "/login?slow", "/login?slow"];

  beforeAll(async () => {
    house = await startHouse({ preview: { password: new Secret(PASSWORD), trustProxy: ["127.0.0.1"] } });
  });
  afterAll(() => house.stop());

  it("everybody is an address of their own", async () => {
    expect(await guesses("192.168.1.9")).toEqual(LOCKED_OUT);
    expect((await login(PASSWORD, proxied("192.168.1.10"))).headers["location"]).toBe("/");
  });

  it("nobody else can say who they are", async () => {
    expect(await guesses("192.168.1.20", "127.0.0.2")).toEqual(LOCKED_OUT);
    expect((await login(PASSWORD, { ...proxied("192.168.1.21"), from: "127.0.0.2" })).headers["location"]).toBe(
      "/login?slow",
    );
    expect((await login(PASSWORD, proxied("192.168.1.20"))).headers["location"]).toBe("/");
  });
});

describe("open doors", () => {
  it.each(["0.0.0.0", "::", "192.168.1.2", "kiosk.local"])("without a password are refused at %s", async (host) => {
    const closed = await startHouse();
    try {
      const { preview } = houseConfig(closed.folder, { listen: { host, port: 0 } });
      const parts = { kiosk: closed.kiosk, reloader: closed.reloader, log: noting([]), isSimulated: true };
      await expect(startPreview(preview!, parts)).rejects.toMatchObject({
        code: "PREVIEW_REFUSED",
        hint: "Add passwordFile to preview, or listen at 127.0.0.1.",
      });
    } finally {
      await closed.stop();
    }
  });

  it("at a port that somebody has are refused with what to do", async () => {
    const first = await startHouse();
    try {
      const { preview } = houseConfig(first.folder, { listen: { host: "127.0.0.1", port: first.port } });
      const parts = { kiosk: first.kiosk, reloader: first.reloader, log: noting([]), isSimulated: true };
      await expect(startPreview(preview!, parts)).rejects.toMatchObject({
        code: "PREVIEW_LISTEN",
        hint: expect.stringContaining("choose another port in preview.listen") as string,
      });
    } finally {
      await first.stop();
    }
  });

  it("with a password are open to every address of the machine", async () => {
    const wide = await startHouse({
      preview: { listen: { host: "0.0.0.0", port: 0 }, password: new Secret(PASSWORD) },
    });
    try {
      expect((await ask(wide.port, "/healthz")).status).toBe(200);
      expect((await ask(wide.port, "/metrics")).status).toBe(401);
    } finally {
      await wide.stop();
    }
  });
});

describe("names and origins", () => {
  beforeAll(async () => {
    house = await startHouse({ preview: { hosts: ["Kiosk.Example"] } });
  });
  afterAll(() => house.stop());

  it.each([
    "127.0.0.1",
    "192.168.1.20:8080",
    "[::1]",
    "[::1]:80",
    "[fe80::1]:8080",
    "localhost:1",
    "LocalHost",
    hostname(),
    `${hostname()}.local:8080`.toUpperCase(),
    "kiosk.example",
    "KIOSK.EXAMPLE:65535",
  ])("answers to %s", async (host) => {
    expect((await get("/displays/hall.png", { host })).status).toBe(200);
  });

  it.each([
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "kiosk.example.evil.example:8080",
    "evilkiosk.example",
    "127.1",
    "localhost.",
  ])("does not answer to %s", async (host) => {
    for (const path of ["/", "/displays/hall.png", "/healthz", "/metrics", "/login", "/events/live", "/page.js"])
      expect([path, (await get(path, { host })).status]).toEqual([path, 403]);
  });

  it.each([
    ["none", "GET /healthz HTTP/1.1\r\n\r\n"],
    ["none in HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n"],
    ["an empty one", "GET /healthz HTTP/1.1\r\nHost:\r\n\r\n"],
    ["two", "GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"],
    ["two, the wrong one first", "GET /healthz HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n\r\n"],
    ["a user in it", "GET /healthz HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n"],
    ["a path in it", "GET /healthz HTTP/1.1\r\nHost: localhost/x\r\n\r\n"],
    ["an open bracket", "GET /healthz HTTP/1.1\r\nHost: [::1\r\n\r\n"],
    ["a zone", "GET /healthz HTTP/1.1\r\nHost: [fe80::1%25eth0]\r\n\r\n"],
    ["a port that is none", "GET /healthz HTTP/1.1\r\nHost: localhost:http\r\n\r\n"],
    ["a list", "GET /healthz HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n"],
    ["letters beyond ASCII", "GET /healthz HTTP/1.1\r\nHost: loc\xe4lhost\r\n\r\n"],
    ["another in the target", "GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"],
  ])("refuses a host that is %s", async (_what, request) => {
    expect(await askRaw(house.port, request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))).toMatch(
      /^HTTP\/1\.1 40[03] /u,
    );
  });

  it("takes requests of its own pages and of no others", async () => {
    const host = `localhost:${house.port}`;
    for (const origin of [
      "http://evil.example",
      "null",
      "",
      "http://localhost",
      `http://localhost:${house.port}.evil.example`,
      "file://",
    ])
      for (const method of ["GET", "POST"]) {
        const path = method === "GET" ? "/events/values" : "/logout";
        expect([origin, method, (await get(path, { host, origin }, { method })).status]).toEqual([origin, method, 403]);
      }
    expect((await get("/healthz", { host, origin: `http://${host}` })).status).toBe(200);
    expect((await get("/healthz", { host: "Kiosk.Example", origin: "https://kiosk.example" })).status).toBe(200);
    expect((await get("/logout", { host, origin: `http://${host}` }, { method: "POST" })).status).toBe(303);
  });
});
