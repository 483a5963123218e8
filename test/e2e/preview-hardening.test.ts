import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../src/config/secret.ts";
import { type Asked, ask, askRaw, type House, listenTo, startHouse, until } from "./preview-house.ts";

let house: House;
const get = (path: string, more: Asked = {}) => ask(house.port, path, more);
/** Sends a request target as it is and closes. */
const raw = (target: string, method = "GET") =>
  askRaw(house.port, `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /u.exec(answer)?.[1]);

beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.stop());

describe("every answer", () => {
  const POLICY =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  const KINDS: readonly (readonly [what: string, status: number, path: string, more?: Asked])[] = [
    ["the page", 200, "/"],
    ["a file of the page", 200, "/page.js"],
    ["the login page", 200, "/login"],
    ["a picture", 200, "/displays/hall.png"],
    ["a picture that is known", 304, "/displays/hall.png", { headers: { "if-none-match": "*" } }],
    ["health", 200, "/healthz"],
    ["metrics", 200, "/metrics"],
    ["the gallery", 200, "/gallery.json"],
    ["a layout", 200, "/layouts/balance"],
    ["a wrong question", 400, "/gallery/picture.png?layout=balance&surface=nothing"],
    ["a layout that is not there", 404, "/layouts/nothing"],
    ["nothing", 404, "/nothing"],
    ["a redirection", 303, "/logout", { method: "POST" }],
    ["a foreign name", 403, "/", { headers: { host: "evil.example" } }],
    ["a foreign origin", 403, "/", { headers: { origin: "http://evil.example" } }],
    ["a long address", 404, `/${"x".repeat(2_100)}`],
    ["a large form", 413, "/login", { method: "POST", body: "x".repeat(5_000) }],
    ["a method without an answer", 404, "/", { method: "DELETE" }],
    ["an event stream's head", 200, "/events/live", { method: "HEAD" }],
  ];

  it.each(KINDS.map(([what, ...kind]) => [what, kind] as const))(
    "keeps to itself: %s",
    async (_what, [status, path, more = {}]) => {
      const answer = await get(path, more);
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin", // no-referrer would have browsers send our forms with `Origin: null`
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
      });
      expect(
        Object.keys(answer.headers).filter((name) => /^access-control-|^strict-|^x-powered|^server$/u.test(name)),
      ).toEqual([]);
    },
  );

  it("keeps to itself: an event stream", async () => {
    const { headers, close } = await listenTo(house.port, "/events/live");
    expect(headers).toMatchObject({
      "content-type": "text/event-stream",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    close();
  });

  it.each([
    ["what is not HTTP", "hello\r\n\r\n", 400],
    ["a host that is none", "GET / HTTP/1.1\r\nHost: [::\r\nConnection: close\r\n\r\n", 400],
    ["a target for a proxy", "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400],
    ["large headers", `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(9_000)}\r\n\r\n`, 431],
    ["two lengths", "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400],
  ])("keeps to itself: to %s", async (_what, request, status) => {
    const answer = await askRaw(house.port, request);
    expect(statusOf(answer)).toBe(status);
    expect(answer).toMatch(/^content-security-policy: default-src 'none'/imu);
    expect(answer).toMatch(/^x-content-type-options: nosniff/imu);
  });
});

describe("no path leaves its folder", () => {
  const PLACES = [
    "/../package.json",
    "/../../../../etc/passwd",
    "/%2e%2e/package.json",
    "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/..%2fpackage.json",
    "/..%5cpackage.json",
    "/..\\package.json",
    "/page.js/../../package.json",
    "/page.js%00.html",
    "/page.js\0",
    "//etc/passwd",
    "//package.json",
    "/./../package.json",
    "/layouts/..%2f..%2fetc%2fpasswd",
    "/layouts/../../etc/passwd",
    "/layouts/%2e%2e%2fpackage",
    "/layouts/..%2fdoc%2fwattframe",
    "/layouts/balance.yaml",
    "/layouts/balance%00",
    "/layouts/%2fetc%2fpasswd",
    "/displays/%2e%2e/%2e%2e/etc/passwd",
    "/displays/..%2f..%2fpackage.json.png",
    "/displays/%2e%2e.png",
    "/displays/hall.png/../../../package.json",
    "/%c0%ae%c0%ae/package.json",
    "/%252e%252e/package.json",
    "/file:///etc/passwd",
    "http://localhost/../package.json",
    "file:///etc/passwd",
    "*",
    "package.json",
    "/constructor",
    "/__proto__",
    "/layouts/__proto__",
    "/layouts/constructor",
  ];

  it.each(PLACES)("%j", async (target) => {
    const answer = await raw(target);
    expect([400, 404]).toContain(statusOf(answer));
    expect(answer).not.toMatch(/root:|devDependencies|"wattframe"|canvas:/u);
  });

  it.each(["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "POST", "QUERY"])(
    "%s finds nothing",
    async (method) => {
      for (const target of ["/", "/displays/hall.png", "/events/live", "/layouts/balance", "/healthz"]) {
        const answer = await raw(target, method);
        expect([target, statusOf(answer)]).toEqual([target, 404]);
        expect(answer).not.toMatch(/^allow:|^access-control/imu);
      }
    },
  );

  it.each(["FOO", "get", "G\tET"])("%j is no method", async (method) => {
    expect(statusOf(await raw("/", method))).toBe(400);
  });

  it("is no way to somewhere else", async () => {
    expect(await raw("evil.example:443", "CONNECT")).toBe("");
  });
});

describe("bounds", () => {
  it("takes a form of four kilobytes and no more, however it is sent", async () => {
    const head =
      "POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    const chunked = (bytes: number) =>
      `${head}Transfer-Encoding: chunked\r\n\r\n${bytes.toString(16)}\r\n${"x".repeat(bytes)}\r\n0\r\n\r\n`;
    const sized = (bytes: number) => `${head}Content-Length: ${bytes}\r\n\r\n${"x".repeat(bytes)}`;
    for (const make of [chunked, sized]) {
      expect(statusOf(await askRaw(house.port, make(4_096)))).toBe(303);
      expect(statusOf(await askRaw(house.port, make(4_097)))).toBe(413);
      expect(statusOf(await askRaw(house.port, make(200_000)))).toBe(413);
    }
  });

  it("answers a long address, and none that is longer than its headers may be", async () => {
    expect((await get(`/displays/hall.png?x=${"x".repeat(4_000)}`)).status).toBe(200);
    expect(statusOf(await raw(`/displays/hall.png?x=${"x".repeat(9_000)}`))).toBe(431);
  });

  it("counts streams as the connections of one address that they are, and gives a place again when one ends", async () => {
    const own = await startHouse();
    try {
      const from = "127.0.0.20";
      const open = () => listenTo(own.port, "/events/live", { from });
      const streams = await Promise.all(Array.from({ length: 48 }, open));
      expect(streams.map(({ status }) => status)).toEqual(Array(48).fill(200));
      await expect(open()).rejects.toThrow(/socket hang up|ECONNRESET/u);
      expect((await ask(own.port, "/healthz", { from: "127.0.0.21" })).status).toBe(200);
      streams.pop()?.close();
      await until("a free place", () =>
        open().then(
          (stream) => streams.push(stream),
          () => false,
        ),
      );
      for (const { close } of streams) close();
    } finally {
      await own.stop();
    }
  });

  it("opens no stream for a HEAD request", async () => {
    const from = "127.0.0.22";
    for (let i = 0; i < 60; i++) {
      const { status, headers } = await get("/events/live", { method: "HEAD", from });
      expect([status, headers["content-type"]]).toEqual([200, "text/event-stream"]);
    }
    const stream = await listenTo(house.port, "/events/live", { from });
    expect(stream.status).toBe(200);
    stream.close();
  });

  it("keeps no more than forty-eight connections of one address", async () => {
    const sockets = Array.from({ length: 60 }, () =>
      connect({ port: house.port, host: "127.0.0.1", localAddress: "127.0.0.30" }),
    );
    let closed = 0;
    for (const socket of sockets) socket.on("error", () => {}).on("close", () => closed++);
    try {
      await until("the first to be closed", () => closed >= 12);
      await new Promise((done) => setTimeout(done, 200));
      expect(closed).toBe(12);
      expect((await get("/healthz")).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it.each([
    ["nothing", ""],
    ["half a request", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A"],
  ])("answers whoever asks, however many send %s", async (_what, text) => {
    const sockets = Array.from({ length: 400 }, (_, index) => {
      const from = { port: house.port, host: "127.0.0.1", localAddress: `127.0.3.${1 + (index % 8)}` };
      const socket = connect(from, () => socket.write(text));
      return socket;
    });
    let closed = 0;
    for (const socket of sockets)
      socket
        .on("error", () => {})
        .on("close", () => closed++)
        .resume();
    try {
      await until("there is room for no more", () => closed >= 400 - 64);
      expect((await get("/healthz", { from: "127.0.3.99" })).status).toBe(200);
      expect((await get("/healthz", { from: "127.0.3.1" })).status).toBe(200);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
  });

  it("tells nothing to who says nothing", async () => {
    const socket = connect(house.port, "127.0.0.1"); // not read from: an answer that waits would keep it open
    await once(socket, "close", { signal: AbortSignal.timeout(10_000) });
    expect(socket.bytesRead).toBe(0);
  });

  it("cuts off who sends nothing, half a header, or half a form", async () => {
    const started = performance.now();
    const says = (text: string, drip?: string) => {
      const socket = connect(house.port, "127.0.0.1", () => socket.write(text));
      const timer = drip === undefined ? undefined : setInterval(() => socket.writable && socket.write(drip), 500);
      socket.on("error", () => {}).resume();
      return new Promise<number>((done) =>
        socket.on("close", () => {
          clearInterval(timer);
          done(performance.now() - started);
        }),
      );
    };
    const form = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n";
    const [nothing, header, body] = await Promise.all([
      says(""),
      says("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ", "a"),
      says(form, "a"),
    ]);
    expect(nothing).toBeLessThan(7_500);
    expect(header).toBeLessThan(7_500);
    expect(body).toBeLessThan(12_500);
  }, 20_000);

  it("neither grows nor waits for a reader that takes nothing", async () => {
    const readers: Socket[] = [];
    for (let i = 0; i < 8; i++) {
      const socket = connect({ port: house.port, host: "127.0.0.1", localAddress: "127.0.0.40" });
      socket.on("error", () => {}).pause();
      socket.write("GET /events/values HTTP/1.1\r\nHost: localhost\r\n\r\n");
      readers.push(socket);
    }
    await house.power(1.5);
    const before = process.memoryUsage();
    const slowest = { ms: 0 };
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 100; i++) house.tell(`sensor/thing_${i}/state`, `${round} ${"x".repeat(2_000)}`);
      const started = performance.now();
      await house.power(2 + round / 10);
      slowest.ms = Math.max(slowest.ms, performance.now() - started);
      await new Promise((done) => setTimeout(done, 260));
    }
    const after = process.memoryUsage();
    expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(24 * 1024 * 1024);
    expect(slowest.ms).toBeLessThan(5_000);
    for (const socket of readers) socket.destroy();
  }, 40_000);
});

describe("with a password", () => {
  it("locks down 401, 303 and 429 too", async () => {
    const closed = await startHouse({ preview: { password: new Secret("correct horse") } });
    try {
      const headers = { authorization: `Basic ${Buffer.from("x:wrong").toString("base64")}` };
      const answers = [
        await ask(closed.port, "/metrics"),
        await ask(closed.port, "/", { headers: { accept: "text/html" } }),
      ];
      for (let i = 0; i < 6; i++) answers.push(await ask(closed.port, "/metrics", { headers }));
      expect(answers.map(({ status }) => status)).toEqual([401, 303, 401, 401, 401, 401, 401, 429]);
      for (const answer of answers) {
        expect(answer.headers["x-content-type-options"]).toBe("nosniff");
        expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
      }
    } finally {
      await closed.stop();
    }
  });
});
