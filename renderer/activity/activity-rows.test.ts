/** Lines of the activity: every event and gap once, in order, under its day, and with words whatever is known of it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActivityGap, ActivityShape } from "../../shared/contract/activity.ts";
import { activityGroups, activityTypes } from "../../shared/model/activity.ts";
import { gapsBetween, gapText, type Line, linesOf, marksOf, type Readers, saidText, whoOf } from "./activity-rows.ts";

const now = new Date(2026, 10, 27, 12).getTime();
const dayMs = 86_400_000;
const bare: ActivityShape = {
  ...{ id: "e1", seq: 1, user: "u", device: "d", time: now, type: "item-saved", vault: null, items: [], count: 0 },
  ...{ field: null, version: null, subject: null, right: null, since: null, failed: null },
  ...{ computer: null, came: null, late: false },
};
const event = (seq: number, rest: Partial<ActivityShape> = {}): ActivityShape => ({
  ...bare,
  id: `e${seq}`,
  seq,
  ...rest,
});
const gap = (from: number, to: number, after: number | null = null): ActivityGap => ({
  ...{ user: "u", device: "d", from, to, after, why: "missing" },
});
const all = { chosen: "all" as const, text: "" };
const own: Readers = { of: "computer", device: "d", names: new Map([["v", "Marketing"]]) };
const keyOf = (line: Line) => (line.kind === "gap" ? `g${line.gap.from}` : line.key);
const shown = (events: ActivityShape[], gaps: ActivityGap[], filter: Parameters<typeof linesOf>[1] = all) =>
  linesOf({ events, gaps }, filter, own, now).map(
    (line) => (line.day === null ? "" : `${line.day.name} ${line.day.count}: `) + keyOf(line),
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
    ).toEqual(["Today 1: e9", "Yesterday 1: g7", "e6", "28 Oct 1: e2", "g1"]);
  });

  it("keep gaps under every heading, and hide them from a text", () => {
    const events = [event(5, { type: "code-shown", items: [{ item: "i", title: "Canva" }], count: 1 }), event(2)];
    for (const chosen of [...activityGroups, "gaps"] as const)
      expect(shown(events, [gap(3, 4, now)], { chosen, text: "" }).join()).toContain("g3");
    expect(shown(events, [gap(3, 4, now)], { chosen: "gaps", text: "" })).toEqual(["Today 1: g3"]);
    expect(shown(events, [gap(3, 4, now)], { chosen: "all", text: "canva code" })).toEqual(["Today 1: e5"]);
    expect(shown([event(2, { vault: "v" })], [], { chosen: "all", text: "market" })).toEqual(["Today 1: e2"]);
  });

  it("hold every event and every gap once, those of one computer with a clock that goes on in their order", () => {
    const numbers = fc.uniqueArray(fc.record({ seq: fc.nat(60), device: fc.constantFrom("d", "e") }), {
      minLength: 1,
      selector: ({ seq, device }) => `${device}${seq}`,
    });
    fc.assert(
      fc.property(numbers, (chosen) => {
        const isGap = ({ seq }: { seq: number }) => seq % 5 === 0;
        const at = (seq: number) => now - (60 - seq) * dayMs;
        const events = chosen
          .filter((one) => !isGap(one))
          .map(({ seq, device }) => event(seq, { id: `${device}${seq}`, device, time: at(seq) }))
          .sort((left, right) => right.time - left.time);
        const gaps = chosen.filter(isGap).map(({ seq, device }) => ({ ...gap(seq, seq, at(seq - 1)), device }));
        const lines = linesOf({ events, gaps }, all, own, now);
        expect(new Set(lines.map(({ key }) => key)).size).toBe(chosen.length);
        for (const of of ["d", "e"]) {
          const order = lines
            .map((line) =>
              line.kind === "gap"
                ? { of: line.gap.device, seq: line.gap.from }
                : { of: line.event.device, seq: line.event.seq },
            )
            .filter((line) => line.of === of)
            .map(({ seq }) => seq);
          const gapless = order.filter((seq) => !isGap({ seq }));
          expect(gapless).toEqual([...gapless].sort((left, right) => right - left));
        }
        expect(lines[0]?.day).not.toBeNull();
      }),
    );
  });

  it("say whose each is where everybody's are listed", () => {
    const team: Readers = { ...own, of: "team", names: new Map([["u", "Ivo"]]) };
    const copied = event(1, { type: "item-deleted", count: 3 });
    expect(saidText(copied, team.names, whoOf(copied, team))).toBe("Ivo deleted 3 items");
    expect(gapText(gap(2, 4), whoOf(gap(2, 4), team))).toBe("Ivo: numbers 2 to 4 are missing");
    expect(whoOf({ user: "gone" }, team)).toBe("Somebody who left");
    expect(whoOf(copied, own)).toBeNull();
    expect(linesOf({ events: [copied], gaps: [] }, { chosen: "all", text: "ivo" }, team, now)).toHaveLength(1);
    expect(linesOf({ events: [copied], gaps: [] }, { chosen: "all", text: "ivo" }, own, now)).toHaveLength(0);
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
