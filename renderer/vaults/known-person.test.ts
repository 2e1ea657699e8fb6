/** What is said of people before they are given something: what stops it comes first, and nothing is left out in silence. */
import { describe, expect, it } from "vitest";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { doubtsAbout, isStopped } from "./known-person.tsx";

const person = (user: string, known: Partial<MemberShape> = {}): MemberShape =>
  ({ user, name: `Name ${user}`, role: "member", state: "active", ...known }) as MemberShape;
const renamed = (user: string) => person(user, { was: { name: "Former", since: null } });
const changed = (user: string) => person(user, { compared: "changed" });

describe("doubts about those who gain", () => {
  it.each<[string, MemberShape[]]>([
    ["alone", [changed("x")]],
    ["behind others who were renamed", [..."abcdefgh"].map(renamed).concat(changed("x"))],
  ])("name first whose keys changed, which stops it: %s", (_where, members) => {
    const users = members.map(({ user }) => user);
    expect(isStopped(users, members)).toBe(true);
    expect(doubtsAbout(users, members)[0]).toBe(words.known.keys("Name x"));
  });

  it("say how many more there are", () => {
    const members = [..."abcdefgh"].map(renamed);
    const said = doubtsAbout([..."abcdefgh"], members);
    expect(said.slice(0, -1)).toEqual(
      members.slice(0, said.length - 1).map(({ name }) => words.known.was(name, "Former", null)),
    );
    expect(said.at(-1)).toBe(words.known.more(members.length - (said.length - 1)));
  });

  it("are said whole where they are few, and of nobody else", () => {
    const members = [renamed("a"), person("b"), renamed("c")];
    expect(doubtsAbout(["a", "b"], members)).toEqual([words.known.was("Name a", "Former", null)]);
    expect(doubtsAbout(["b"], members)).toEqual([]);
  });
});
