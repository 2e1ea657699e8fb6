import { describe, expect, it } from "vitest";
import { createAccess, readCookie, tokenLifeMs } from "./access.ts";

function fresh() {
  const clock = { day: 1000, up: 1000 };
  const access = createAccess(4711, { now: () => clock.day, steady: () => clock.up });
  const token = (): string => new URL(access.address()).hash.slice(1);
  const pass = (ms: number): void => {
    clock.day += ms;
    clock.up += ms;
  };
  return { access, token, pass, clock };
}

describe("access to the loopback host", () => {
  it("takes a token once, under the name it was made for", () => {
    const { access, token } = fresh();
    const one = token();
    expect(access.redeem(one, "localhost")).toBeNull();
    expect(access.redeem(one, "127.0.0.1")).toBeNull();
    const two = token();
    const pass = access.redeem(two, "127.0.0.1");
    expect(pass).not.toBeNull();
    expect(access.find(pass?.cookie as string, "127.0.0.1")).toEqual(pass);
    expect(access.redeem(two, "127.0.0.1")).toBeNull();
  });

  it("lets a token end in time, by whichever clock is first: one that is set back lengthens nothing", () => {
    const back = fresh();
    const one = back.token();
    back.clock.up += tokenLifeMs;
    back.clock.day -= 3_600_000;
    expect(back.access.redeem(one, "127.0.0.1")).toBeNull();
    const slept = fresh();
    const other = slept.token();
    slept.clock.day += tokenLifeMs;
    expect(slept.access.redeem(other, "127.0.0.1")).toBeNull();
    const inTime = slept.token();
    slept.pass(tokenLifeMs - 1);
    expect(slept.access.redeem(inTime, "127.0.0.1")).not.toBeNull();
  });

  it("gives every page a cookie and two words that nobody else has", () => {
    const { access, token } = fresh();
    const passes = [access.redeem(token(), "127.0.0.1"), access.redeem(token(), "127.0.0.1")];
    const words = passes.flatMap((pass) => [pass?.cookie, pass?.proofs.page, pass?.proofs.host]);
    expect(new Set(words).size).toBe(6);
    for (const word of words) expect(word).toMatch(/^[\w-]{43}$/);
  });

  it("knows a cookie under the name that it was given out under, and under no other", () => {
    const { access, token } = fresh();
    const cookie = access.redeem(token(), "127.0.0.1")?.cookie as string;
    expect(access.find(cookie, "localhost")).toBeNull();
    access.turn();
    expect(access.findStale(cookie, "localhost")).toBeNull();
    expect(access.findStale(cookie, "127.0.0.1")).not.toBeNull();
  });

  it("lets a token die after a minute", () => {
    const { access, token, pass } = fresh();
    const late = token();
    pass(60_001);
    expect(access.redeem(late, "127.0.0.1")).toBeNull();
  });

  it("makes every pass worthless at a lock, but knows that it was ours", () => {
    const { access, token } = fresh();
    const pass = access.redeem(token(), "127.0.0.1");
    access.turn();
    expect(access.name()).toBe("localhost");
    expect(access.find(pass?.cookie as string, "127.0.0.1")).toBeNull();
    expect(access.findStale(pass?.cookie as string, "127.0.0.1")).toEqual(pass);
    expect(access.findStale("guess", "127.0.0.1")).toBeNull();
    expect(access.address().startsWith("http://localhost:4711/#")).toBe(true);
  });

  it.each([1, 2, 3])(
    "lets a token that %i locks overtook lead to the way home, once and in time, and to nothing else",
    (locks) => {
      const { access, token, pass } = fresh();
      const [onItsWay, late, foreign] = [token(), token(), token()];
      for (let lock = 0; lock < locks; lock++) access.turn();
      const bought = access.redeem(onItsWay, "127.0.0.1");
      expect(access.find(bought?.cookie as string, "127.0.0.1")).toBeNull();
      expect(access.findStale(bought?.cookie as string, "127.0.0.1")).toEqual(bought);
      expect(access.redeem(onItsWay, "127.0.0.1")).toBeNull();
      expect(access.redeem(foreign, "localhost")).toBeNull();
      pass(tokenLifeMs);
      expect(access.redeem(late, "127.0.0.1")).toBeNull();
    },
  );

  it.each([null, "", "x"])("refuses the cookie %j", (cookie) => {
    expect(fresh().access.find(cookie, "127.0.0.1")).toBeNull();
  });

  it("reads one cookie among others", () => {
    expect(readCookie("a=1; latchkey-4711=word; b=2", "latchkey-4711")).toBe("word");
    expect(readCookie("latchkey-47111=word", "latchkey-4711")).toBeNull();
    expect(readCookie(undefined, "latchkey-4711")).toBeNull();
  });
});
