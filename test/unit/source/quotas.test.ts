import { once } from "node:events";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { LoginQuota } from "../../../src/source/login-quota.ts";
import { PendingConnections } from "../../../src/source/pending-connections.ts";

describe("the seats of those who are logged in", () => {
  it("are as many as there are, and are given back", () => {
    const seats = new LoginQuota(2, []);
    expect([1, 2, 3].map(() => seats.acquire("anonymous"))).toEqual([true, true, false]);
    seats.release("anonymous");
    expect([1, 2].map(() => seats.acquire("anonymous"))).toEqual([true, false]);
  });

  it("keep one for each user who has none, so that nobody keeps another out", () => {
    const seats = new LoginQuota(4, ["reader", "dashboard", "other"]);
    expect([1, 2, 3, 4].map(() => seats.acquire("dashboard"))).toEqual([true, true, false, false]);
    expect(seats.acquire("reader")).toBe(true);
    expect(seats.acquire("reader")).toBe(false);
    expect(seats.acquire("other")).toBe(true);
    seats.release("dashboard");
    expect(seats.acquire("reader")).toBe(true);
  });

  it("go to whoever comes first where there are more users than seats", () => {
    const seats = new LoginQuota(2, ["a", "b", "c"]);
    expect(["a", "a", "b", "c"].map((user) => seats.acquire(user))).toEqual([true, false, true, false]);
  });
});

describe("the waiting room", () => {
  /** Sockets that come in from these addresses in turn. */
  function come(room: PendingConnections, ...addresses: string[]) {
    return addresses.map((address) => {
      const socket = new Socket();
      const crowded = room.add(socket, address);
      return { socket, crowded };
    });
  }

  it("has room for as many as it has places", () => {
    const guests = come(new PendingConnections(3), "a", "a", "b");
    expect(guests.map(({ crowded }) => crowded)).toEqual([undefined, undefined, undefined]);
    expect(guests.some(({ socket }) => socket.destroyed)).toBe(false);
  });

  it("ends the oldest of the address that has most of them, and nobody else", () => {
    const room = new PendingConnections(4);
    const [reader, ...rest] = come(room, "reader", "a", "b", "b", "b", "b");
    expect(rest.map(({ crowded }) => crowded)).toEqual([undefined, undefined, undefined, "b", "b"]);
    expect([reader, ...rest].map((guest) => guest?.socket.destroyed)).toEqual([false, false, true, true, false, false]);
  });

  it("never ends one that came alone, however many come from elsewhere", () => {
    const room = new PendingConnections(8);
    const [reader] = come(room, "reader");
    for (let round = 0; round < 100; round++) come(room, "x", "y", "z");
    expect(reader?.socket.destroyed).toBe(false);
  });

  it("gives a place back when a connection gets further, or ends", async () => {
    const room = new PendingConnections(2);
    const [first, second] = come(room, "a", "a");
    if (first === undefined || second === undefined) throw new Error("nobody came");
    room.remove(first.socket);
    second.socket.destroy();
    await once(second.socket, "close");
    const [third, fourth, fifth] = come(room, "b", "b", "b");
    expect([first, third, fourth, fifth].map((guest) => guest?.socket.destroyed)).toEqual([false, true, false, false]);
  });
});
