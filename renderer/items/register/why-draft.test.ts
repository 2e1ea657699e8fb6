import { describe, expect, it } from "vitest";
import { sharedOf, type WhyDraft, type WhyFault, whyDraftOf, whyFaults } from "./why-draft.ts";

const now = new Date(2026, 10, 23).getTime();
const first = whyDraftOf(
  {
    ...{ reason: "One account", owner: "dana", deputy: "ivo", alias: "mc@n.example" },
    ...{ reviewAt: new Date(2026, 10, 1, 12).getTime(), end: null },
  },
  "dana",
);
const against = { first, now, isMember: (user: string) => user !== "gone" };

describe("why a login is shared", () => {
  it("is had back from the dialog as it was", () => {
    expect(sharedOf(first)).toMatchObject({ owner: "dana", deputy: "ivo", alias: "mc@n.example", end: null });
    expect(whyDraftOf(sharedOf(first), "eve")).toEqual(first);
  });
  it("begins with oneself as owner and nothing else", () =>
    expect(sharedOf(whyDraftOf(null, "dana"))).toEqual({
      ...{ reason: "", owner: "dana", deputy: null, alias: null, reviewAt: null, end: null },
    }));

  it.each<[string, Partial<WhyDraft>, WhyFault[]]>([
    ["nothing changed, though its review is over", {}, []],
    ["everything missing that can be", { reason: "", deputy: "", alias: "", review: "", end: "" }, []],
    ["an owner who left", { owner: "gone" }, ["owner"]],
    ["a deputy who left", { deputy: "gone" }, ["deputy"]],
    ["the owner as deputy", { deputy: "dana" }, ["deputy"]],
    ["a new day that is over", { review: "2026-11-02" }, ["review"]],
    ["an end that is over", { end: "2026-11-22" }, ["end"]],
    ["days to come", { review: "2027-01-15", end: "2027-02-01" }, []],
    ["too long a reason", { reason: "x".repeat(1001) }, ["reason"]],
    ["too long an alias", { alias: "x".repeat(255) }, ["alias"]],
  ])("with %s", (_, change, faults) => expect(whyFaults({ ...first, ...change }, against)).toEqual(faults));
});
