import { describe, expect, it } from "vitest";
import { createAccess, readCookie } from "./access.ts";

function fresh() {
  let now = 1000;
  const access = createAccess(4711, () => now);
  const token = (): string => new URL(access.address()).hash.slice(1);
  return { access, token, pass: (ms: number) => (now += ms) };
}

describe("access to the loopback host", () => {
  it("takes a token once, under the name it was made for", () => {
    const { access, token } = fresh();
    const one = token();
    expect(access.redeem(one, "localhost")).toBeNull();
    expect(access.redeem(one, "127.0.0.1")).toBeNull();
    const two = token();
    const cookie = access.redeem(two, "127.0.0.1");
    expect(cookie).not.toBeNull();
    expect(access.allows(cookie)).toBe(true);
    expect(access.redeem(two, "127.0.0.1")).toBeNull();
  });

  it("lets a token die after a minute", () => {
    const { access, token, pass } = fresh();
    const late = token();
    pass(60_001);
    expect(access.redeem(late, "127.0.0.1")).toBeNull();
  });

  it("makes every cookie and token worthless at a lock, but knows that they were ours", () => {
    const { access, token } = fresh();
    const unused = token();
    const cookie = access.redeem(token(), "127.0.0.1");
    access.turn();
    expect(access.name()).toBe("localhost");
    expect(access.allows(cookie)).toBe(false);
    expect(access.wasOurs(cookie)).toBe(true);
    expect(access.wasOurs("guess")).toBe(false);
    expect(access.redeem(unused, "127.0.0.1")).toBeNull();
    expect(access.redeem(unused, "localhost")).toBeNull();
    expect(access.address().startsWith("http://localhost:4711/#")).toBe(true);
  });

  it("refuses empty and foreign cookies", () => {
    const { access } = fresh();
    for (const cookie of [null, "", "x"]) expect(access.allows(cookie)).toBe(false);
  });

  it("reads one cookie among others", () => {
    expect(readCookie("a=1; latchkey-4711=word; b=2", "latchkey-4711")).toBe("word");
    expect(readCookie("latchkey-47111=word", "latchkey-4711")).toBeNull();
    expect(readCookie(undefined, "latchkey-4711")).toBeNull();
  });
});
