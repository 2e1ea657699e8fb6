/** Slots of links: each its opener's and whoever came first's, each message once, few at a time, and not for long. */
import { describe, expect, it } from "vitest";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { DeviceId, Hash, TeamId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { must, takeFirst } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { callPlain } from "../testing/client.ts";
import { addPerson, post, testServerWithTeam } from "../testing/test-server.ts";
import { createLinkSlots } from "./link-slots.ts";

const by = (device: string, team = "team") => ({ team: team as TeamId, device: device as DeviceId });
const token = () => Uint8Array.from({ length: 16 }, (_, at) => at);
const other = () => token().reverse();
const put = (at: number, byte: number) => ({ at, bytes: Uint8Array.of(byte) });

function book(most = 3) {
  const clock = { at: 0 };
  let next = 0;
  const numbers = [5, 5, 6, 7, 8, 9];
  const random = () => numbers[next++ % numbers.length] as number;
  return { clock, slots: createLinkSlots({ elapsed: () => clock.at, random, most }) };
}
const asNew = (
  slots: ReturnType<typeof book>["slots"],
  slot: number,
  rest: Partial<Parameters<typeof slots.asNew>[1]>,
) => slots.asNew(slot, { token: token(), put: null, stands: () => true, ...rest });

describe("a slot", () => {
  it("carries what each side says to the other, in order, and the same again is the same", () => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a")));
    expect(must(asNew(slots, slot, { put: put(0, 1) })).messages).toEqual([]);
    expect(must(asNew(slots, slot, { put: put(0, 1) })).messages).toEqual([]);
    expect(must(slots.asOld(slot, by("a"), put(0, 9))).messages).toEqual([Uint8Array.of(1)]);
    expect(must(asNew(slots, slot, { put: put(1, 2) })).messages).toEqual([Uint8Array.of(9)]);
    must(asNew(slots, slot, { put: put(2, 3) }));
    expect(must(slots.asOld(slot, by("a"), null)).messages).toEqual([1, 2, 3].map((byte) => Uint8Array.of(byte)));
  });

  it.each<[string, (slots: ReturnType<typeof book>["slots"], slot: number) => unknown]>([
    ["another in the place of one that was said", (slots, slot) => asNew(slots, slot, { put: put(0, 2) })],
    ["one that leaves a place out", (slots, slot) => asNew(slots, slot, { put: put(2, 2) })],
    [
      "a third message of who opened it",
      (slots, slot) => [0, 1, 2].map((at) => slots.asOld(slot, by("a"), put(at, 1)))[2],
    ],
    ["a place that is no place", (slots, slot) => asNew(slots, slot, { put: put(2 ** 40, 2) })],
  ])("takes no %s", (_what, say) => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a")));
    must(asNew(slots, slot, { put: put(0, 1) }));
    expect(verdict(say(slots, slot) as never)).toBe("encoding link-message");
  });

  it("takes four messages of the new one in no case", () => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a")));
    for (const at of [0, 1, 2]) must(asNew(slots, slot, { put: put(at, at) }));
    expect(verdict(asNew(slots, slot, { put: put(3, 3) }))).toBe("encoding link-message");
  });

  it("is for nobody else: as one that is not there", () => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a")));
    must(asNew(slots, slot, { put: put(0, 1) }));
    expect(verdict(slots.asOld(slot, by("b"), null))).toBe("not-found");
    expect(verdict(slots.asOld(slot, by("a", "other"), null))).toBe("not-found");
    expect(verdict(asNew(slots, slot, { token: other() }))).toBe("not-found");
    expect(verdict(asNew(slots, slot, { stands: () => false }))).toBe("not-found");
    expect(verdict(asNew(slots, slot + 1, {}))).toBe("not-found");
    expect(verdict(asNew(slots, slot, {}))).toBe("taken");
  });

  it("ends after ten minutes, swept or not", () => {
    const { slots, clock } = book();
    const { slot } = must(slots.open(by("a")));
    clock.at = limits.linkLifeMs - 1;
    expect(verdict(asNew(slots, slot, {}))).toBe("taken");
    clock.at = limits.linkLifeMs;
    expect(verdict(asNew(slots, slot, {}))).toBe("not-found");
    expect(verdict(slots.asOld(slot, by("a"), null))).toBe("not-found");
  });

  it("is one of few, one for a computer, under a number of its own", () => {
    const { slots, clock } = book(2);
    const first = must(slots.open(by("a"))).slot;
    const second = must(slots.open(by("b"))).slot;
    expect(second).not.toBe(first);
    expect(slots.open(by("c"))).toMatchObject({ failure: { code: "limit" } });
    must(slots.open(by("a")));
    expect(verdict(slots.asOld(first, by("a"), null))).toBe("not-found");
    clock.at = limits.linkLifeMs;
    expect(slots.open(by("c"))).toMatchObject({ ok: true });
  });

  it("keeps copies of what it was given", () => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a")));
    const bytes = randomBytes(4);
    const was = bytes.slice();
    must(asNew(slots, slot, { put: { at: 0, bytes } }));
    bytes.fill(0);
    expect(must(slots.asOld(slot, by("a"), null)).messages).toEqual([was]);
  });
});

describe("a slot for an invite", () => {
  const [team, invite, other] = ["team" as TeamId, "invite" as Hash, "another" as Hash];
  const join = (
    slots: ReturnType<typeof book>["slots"],
    byte: ReturnType<typeof put> | null,
    of = invite,
    stands = true,
  ) => slots.asJoiner({ team, invite: of }, { put: byte, stands: () => stands });

  it("is found by the invite alone, and by no number", () => {
    const { slots, clock } = book();
    expect(verdict(join(slots, put(0, 1)))).toBe("not-found");
    const { slot } = must(slots.open(by("a"), invite));
    expect(verdict(asNew(slots, slot, {}))).toBe("not-found");
    expect(verdict(join(slots, put(0, 1), other))).toBe("not-found");
    expect(verdict(slots.asJoiner({ team: "x" as TeamId, invite }, { put: null, stands: () => true }))).toBe(
      "not-found",
    );
    expect(verdict(join(slots, put(0, 1), invite, false))).toBe("not-found");
    expect(must(join(slots, put(0, 1))).messages).toEqual([]);
    expect(must(slots.asOld(slot, by("a"), put(0, 9))).messages).toEqual([Uint8Array.of(1)]);
    expect(must(join(slots, put(1, 2))).messages).toEqual([Uint8Array.of(9)]);
    expect(verdict(join(slots, put(1, 3)))).toBe("encoding link-message");
    clock.at = limits.linkLifeMs;
    expect(verdict(join(slots, put(2, 3)))).toBe("not-found");
  });

  it("ends for both once the joiner begins anew, and gives way to another admin's", () => {
    const { slots } = book();
    const { slot } = must(slots.open(by("a"), invite));
    must(join(slots, put(0, 1)));
    must(join(slots, put(0, 1)));
    expect(verdict(join(slots, put(0, 2)))).toBe("not-found");
    expect(verdict(slots.asOld(slot, by("a"), null))).toBe("not-found");
    const first = must(slots.open(by("a"), invite)).slot;
    const second = must(slots.open(by("b"), invite)).slot;
    expect(verdict(slots.asOld(first, by("a"), null))).toBe("not-found");
    must(join(slots, put(0, 3)));
    expect(must(slots.asOld(second, by("b"), null)).messages).toEqual([Uint8Array.of(3)]);
  });
});

describe("the routes of a link", () => {
  it("carry messages between a computer and one that nobody knows, until the first loses its place", async () => {
    const running = await testServerWithTeam();
    const { server, team, founder } = running;
    const { person, client } = await addPerson(running);
    const { slot } = must(await client.call("openLink", {}));
    const say = (at: number) => callPlain(server, "linkNew", { slot, token: token(), put: put(at, at) });
    expect(must(await say(0))).toEqual({ messages: [] });
    expect(must(await client.call("linkOld", { slot, put: put(0, 9) }))).toEqual({ messages: [Uint8Array.of(0)] });
    expect(must(await say(1))).toEqual({ messages: [Uint8Array.of(9)] });
    expect(verdict(await founder.call("linkOld", { slot, put: null }))).toBe("not-found");
    const revoke = { type: "device-revoke" as const, id: newId<string>(), device: person.device };
    await post(founder, takeFirst(team, team.founder, revoke));
    expect(verdict(await say(2))).toBe("not-found");
  });

  it("begin a few times an hour for one computer", async () => {
    const { founder } = await testServerWithTeam({ limits: { linkBurst: 2 } });
    must(await founder.call("openLink", {}));
    must(await founder.call("openLink", {}));
    expect(verdict(await founder.call("openLink", {}))).toBe("throttled links");
  });
});
