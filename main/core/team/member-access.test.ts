/** What one person can open, for whoever asks: also vaults that these cannot open, and who gave the right by the entry itself. */
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { Hash, UserId } from "../../../shared/encoding/ids.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, takeFirst } from "../../../shared/testing/team.ts";
import { addEntries } from "../store/log-rows.ts";
import { accessOfMember } from "./member-access.ts";
import { testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** Bob adds Cleo to a vault; Aud, who can open nothing, looks. */
function given() {
  const mine = copyOf(scene);
  const { area } = testArea(mine, mine.aud);
  const change = { user: mine.cleo.user, group: null, permission: "edit" as const, end: null };
  const { entries } = takeFirst(mine.team, mine.bob, { type: "vault-access", vault: mine.bobs, changes: [change] });
  const { seq, hash } = mine.team.state.head;
  const keep = (bytes = entries[0] as Uint8Array) => addEntries(area.db, [{ seq, hash: hash as Hash, bytes }]);
  return { mine, area, keep };
}

describe("what a person can open", () => {
  it("names who gave it and when, and who manages it", () => {
    const { mine, area, keep } = given();
    keep();
    const listed = must(accessOfMember(area, mine.cleo.user));
    expect(listed.find(({ vault }) => vault === mine.bobs)).toEqual({
      ...{ vault: mine.bobs, permission: "edit", end: null, via: "given", by: mine.bob.user, at: mine.team.now },
      groups: [],
      managers: [mine.bob.user],
    });
    expect(listed.map(({ vault }) => vault).sort()).toEqual([mine.bobs, mine.due].sort());
  });

  it("names nobody by an entry that is missing or another one on this computer", () => {
    const { mine, area, keep } = given();
    const unknown = { via: "given", by: null, at: null };
    const asked = () => must(accessOfMember(area, mine.cleo.user)).find(({ vault }) => vault === mine.bobs);
    expect(asked()).toMatchObject(unknown);
    keep(Uint8Array.of(1, 2, 3));
    expect(asked()).toMatchObject(unknown);
  });

  it("says of a vault that its maker made it, and leaves personal and former ones away", () => {
    const { mine, area } = given();
    const listed = must(accessOfMember(area, mine.bob.user));
    expect(listed.map(({ vault, via }) => [vault, via]).sort()).toEqual(
      [
        [mine.bobs, "created"],
        [mine.ops, "given"],
      ].sort(),
    );
  });

  it("is not known of somebody who never was here", () => {
    const { area } = given();
    expect(accessOfMember(area, newId<UserId>())).toMatchObject({ ok: false, failure: { code: "not-found" } });
  });
});
