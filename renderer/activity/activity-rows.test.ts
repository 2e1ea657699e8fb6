/** Lines of the activity: every event and gap once, in order, under its day, and with words whatever is known of it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActivityGap, ActivityShape } from "../../shared/contract/activity.ts";
import { activityGroups, activityTypes } from "../../shared/model/activity.ts";
import { gapsBetween, linesOf, marksOf, saidText } from "./activity-rows.ts";

const now = new Date(2026, 10, 27, 12).getTime();
const dayMs = 86_400_000;
const bare: ActivityShape = {
  ...{ seq: 1, user: "u", device: "d", time: now, type: "item-saved", vault: null, items: [], count: 0 },
  ...{ field: null, version: null, subject: null, right: null, since: null, failed: null },
};
const event = (seq: number, rest: Partial<ActivityShape> = {}): ActivityShape => ({ ...bare, seq, ...rest });
const gap = (from: number, to: number, after: number | null = null): ActivityGap => ({
  ...{ user: "u", device: "d", from, to, after, why: "missing" },
});
const all = { chosen: "all" as const, text: "" };
const shown = (events: ActivityShape[], gaps: ActivityGap[], filter: Parameters<typeof linesOf>[1] = all) =>
  linesOf({ events, gaps }, filter, new Map([["v", "Marketing"]]), now).map(
    ({ key, day }) => (day === null ? "" : `${day.name} ${day.count}: `) + key,
  );

describe("what a line says", () => {
  const types = Object.keys(activityTypes);
  const facts = fc.record({
    count: fc.nat(3),
    items: fc.constantFrom<ActivityShape["items"][]>([], [{ item: "i", title: null }], [{ item: "i", title: "Canva" }]),
    ...{ vault: fc.constantFrom(null, "v", "unknown"), subject: fc.constantFrom(null, "s", "unknown") },
    right: fc.constantFrom(null, "use", "edit", "manage", "admin", "constructor"),
    field: fc.constantFrom(null, "password", "field", "constructor", "newer"),
    since: fc.constantFrom(null, 5),
  });

  it.each([...types, "of-a-newer-version", "constructor"])("of %s is a sentence, whatever is known", (type) => {
    fc.assert(
      fc.property(facts, (rest) => {
        const text = saidText(event(1, { type, ...rest }), new Map([["v", "Marketing"]]));
        expect(text).toMatch(/^[A-Z].*\S$/);
        expect(text).not.toMatch(/undefined|null|native code|\[object| {2}/);
      }),
      { numRuns: 60 },
    );
  });

  it("names what it was done to", () => {
    const names = new Map([
      ["v", "Marketing"],
      ["u2", "Ivo"],
      ["g", "Design"],
    ]);
    const items = [{ item: "i", title: "Canva" }];
    const says = (type: string, rest: Partial<ActivityShape>) => saidText(event(1, { type, ...rest }), names);
    expect(says("secret-copied", { items, count: 1, field: "password" })).toBe("Copied the password of Canva");
    expect(says("item-deleted", { items, count: 12 })).toBe("Deleted 12 items");
    expect(says("items-moved", { items, count: 1, subject: "v" })).toBe("Moved Canva to Marketing");
    expect(says("access-changed", { vault: "v", subject: "u2", right: "edit" })).toBe("Let Ivo edit Marketing");
    expect(says("access-changed", { vault: "v", subject: "u2" })).toBe("Removed Ivo from Marketing");
    expect(says("group-access-changed", { vault: "v", subject: "g", right: "use" })).toBe("Let Design view Marketing");
    expect(says("role-changed", { subject: "u2", right: "admin" })).toBe("Gave Ivo the role Admin");
  });
});

describe("the lines", () => {
  it("stand newest first, each day under its name, a gap on the day of what came before it", () => {
    const yesterday = now - dayMs;
    expect(
      shown(
        [event(9), event(6, { time: yesterday }), event(2, { time: now - 30 * dayMs })],
        [gap(7, 8, yesterday), gap(1, 1)],
      ),
    ).toEqual(["Today 1: e9", "Yesterday 2: g7", "e6", "28 Oct 2: e2", "g1"]);
  });

  it("keep gaps under every heading, and hide them from a text", () => {
    const events = [event(5, { type: "code-shown", items: [{ item: "i", title: "Canva" }], count: 1 }), event(2)];
    for (const chosen of [...activityGroups, "gaps"] as const)
      expect(shown(events, [gap(3, 4, now)], { chosen, text: "" }).join()).toContain("g3");
    expect(shown(events, [gap(3, 4, now)], { chosen: "gaps", text: "" })).toEqual(["Today 1: g3"]);
    expect(shown(events, [gap(3, 4, now)], { chosen: "all", text: "canva code" })).toEqual(["Today 1: e5"]);
    expect(shown([event(2, { vault: "v" })], [], { chosen: "all", text: "market" })).toEqual(["Today 1: e2"]);
  });

  it("hold every event and every gap once, whatever the clock did", () => {
    const numbers = fc.uniqueArray(fc.nat(60), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.func(fc.nat(90)), (seqs, ageOf) => {
        const isGap = (seq: number) => seq % 5 === 0;
        const events = seqs.filter((seq) => !isGap(seq)).map((seq) => event(seq, { time: now - ageOf(seq) * dayMs }));
        const gaps = seqs.filter(isGap).map((seq) => gap(seq, seq));
        const lines = linesOf({ events, gaps }, all, new Map(), now);
        const order = lines.map(({ key }) => Number(key.slice(1)));
        expect(order).toEqual([...seqs].sort((left, right) => right - left));
        expect(lines[0]?.day).not.toBeNull();
      }),
    );
  });
});

describe("the days of the chart", () => {
  it("begin at midnight, also where the clocks change", () => {
    for (const days of [7, 30, 90]) {
      const marks = marksOf(days, now);
      expect(marks).toHaveLength(days + 1);
      for (const mark of marks) expect(new Date(mark).getHours()).toBe(0);
      expect(marks.at(-1)).toBeGreaterThan(now);
      expect(marks.at(-2)).toBeLessThanOrEqual(now);
    }
  });

  it("count the gaps that reach into them", () => {
    const marks = marksOf(7, now);
    expect(gapsBetween([gap(1, 1), gap(3, 4, now), gap(6, 6, now - dayMs)], marks)).toEqual([0, 0, 0, 0, 0, 1, 1]);
  });
});
