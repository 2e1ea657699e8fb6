import { expect, it } from "vitest";
import { gapsOf, type RegisterGap, registerGaps, registerRefusal } from "./register.ts";

const [dana, ivo, gone] = ["dana", "ivo", "gone"] as const;
const now = 1000;
const at = { now, isMember: (user: string) => user !== gone };
const whole = { reason: "One account", owner: dana as string, deputy: ivo, reviewAt: 2000, end: null };
type Said = Parameters<typeof gapsOf>[0];

it.each<[string, Said, RegisterGap[]]>([
  ["complete", whole, []],
  ["complete without an alias, with an end in place of a review", { ...whole, reviewAt: null, end: 1001 }, []],
  ["nothing said", null, ["reason", "owner", "deputy", "review"]],
  ["a reason of spaces", { ...whole, reason: " \n" }, ["reason"]],
  ["an owner who left", { ...whole, owner: gone }, ["owner"]],
  ["no deputy", { ...whole, deputy: null }, ["deputy"]],
  ["a deputy who left", { ...whole, deputy: gone }, ["deputy"]],
  ["the owner as deputy", { ...whole, deputy: dana }, ["deputy"]],
  ["neither review nor end", { ...whole, reviewAt: null }, ["review"]],
  ["a review that is due now", { ...whole, reviewAt: now }, ["review-past"]],
  ["an end that is over, whatever the review says", { ...whole, end: 999 }, ["ended"]],
])("the register of a login with %s", (_, shared, gaps) => expect(gapsOf(shared, at)).toEqual(gaps));

const lacking: Record<RegisterGap, Said> = {
  reason: { ...whole, reason: "" },
  owner: { ...whole, owner: gone },
  deputy: { ...whole, deputy: null },
  review: { ...whole, reviewAt: null },
  "review-past": { ...whole, reviewAt: now },
  ended: { ...whole, end: now },
};

it.each(registerGaps)("a login that says %s holds back an act after which more people can open it", (gap) => {
  const logins = [
    { item: "complete", shared: whole },
    { item: "lacking", shared: lacking[gap] },
  ];
  expect(registerRefusal(logins, at)).toEqual([{ item: "lacking", gaps: [gap] }]);
});

it("an act with complete logins alone, or with none, goes", () => {
  expect(registerRefusal([{ item: "complete", shared: whole }], at)).toEqual([]);
  expect(registerRefusal([], at)).toEqual([]);
});

it("a review that is not due holds nothing back until its very moment", () => {
  const logins = [{ item: "complete", shared: whole }];
  expect(registerRefusal(logins, { ...at, now: 1999 })).toEqual([]);
  expect(registerRefusal(logins, { ...at, now: 2000 })).toEqual([{ item: "complete", gaps: ["review-past"] }]);
});
