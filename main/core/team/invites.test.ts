/** Invites: who may make one, what its code carries, how it is shown again, and when it no longer is. */
import { beforeAll, describe, expect, it } from "vitest";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { InviteId, ItemId } from "../../../shared/encoding/ids.ts";
import { fail, ok } from "../../../shared/failures.ts";
import { readTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { act, planAdd, planCancel, planInvite } from "../../../shared/testing/entries.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { must, newPerson } from "../../../shared/testing/team.ts";
import { verdict } from "../../../shared/testing/verdicts.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { invitePlace, setInvitePlace } from "./invite-place.ts";
import { cancelInvite, copyInvite, createInvite, inviteAgain, listInvites, mailInvite } from "./invites.ts";
import { directory, type TestArea, testArea } from "./test-area.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

type Made = TestArea & { mine: SmallTeam; invite: InviteId; code: string };

/** Ada's app after an invite for Fay. */
async function invitedByAda(): Promise<Made> {
  const mine = copyOf(scene);
  const made = testArea(mine, mine.ada);
  const { invite, code } = must(await createInvite(made.area, { name: "Fay", emails: ["fay@x.test"] }));
  return { ...made, mine, invite: invite as InviteId, code };
}

describe("making an invite", () => {
  it.each<["ada" | "cleo" | "eve" | "dora" | "bob" | "aud", string]>([
    ["ada", "ok"],
    ["cleo", "ok"],
    ["eve", "ok"],
    ["dora", "role"],
    ["bob", "role"],
    ["aud", "role"],
  ])("is answered to %s with %s", async (name, expected) => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine[name]);
    const made = await createInvite(area, { name: "Fay" });
    expect(made.ok ? "ok" : verdict(made)).toBe(expected);
    expect(log.posts).toHaveLength(made.ok ? 1 : 0);
  });

  it("gives a code that says where, which team, which entry, and holds the key of the entry", async () => {
    const { mine, area, invite, code } = await invitedByAda();
    const inLog = mine.team.state.invites.get(invite);
    const read = must(readTransferCode("join", code));
    const { origin, team, serverKeys } = area.profile;
    expect(read).toMatchObject({ origin, team, serverKeys, invite: inLog?.hash, teamName: "Engines" });
    expect(inviteKeys(read.seed, team).signPk).toEqual(inLog?.invitePk);
    expect(inLog).toMatchObject({ state: "open", role: "member", end: mine.team.now + 7 * 86_400_000 });
  });

  it("names its signer as the directory does, else as the profile does", async () => {
    const { area, put, mine } = await invitedByAda();
    const nameIn = async () => must(await createInvite(area, { name: "Gil" })).inviterName;
    expect(await nameIn()).toBe("Somebody");
    const user = area.profile.user;
    put(directory(mine), user, { kind: "person", invite: null, user, name: "Ada L", emails: [] });
    expect(await nameIn()).toBe("Ada L");
  });

  it("names who is invited in the directory, under the invite's id", async () => {
    const { area, invite } = await invitedByAda();
    expect(await area.records.of.person.find(invite as string as ItemId)).toMatchObject({
      body: { kind: "person", invite, user: null, name: "Fay", emails: ["fay@x.test"] },
    });
  });

  it("puts its grants into the order of the log, whatever order they came in", async () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    const grants = [mine.ops, mine.due].map((vault) => ({ vault, permission: "use" as const }));
    for (const given of [grants, [...grants].reverse()]) {
      const { invite } = must(await createInvite(area, { name: "Fay", grants: given }));
      const vaults = mine.team.state.invites.get(invite as InviteId)?.grants.map(({ vault }) => vault);
      expect(vaults).toEqual([mine.ops, mine.due].sort());
    }
  });

  it("that the server does not take is in no list", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    const before = must(await listInvites(area));
    log.refusal = fail("offline", undefined, "later");
    expect(await createInvite(area, { name: "Fay" })).toEqual(log.refusal);
    expect(must(await listInvites(area))).toEqual(before);
    expect(await area.records.of.person.list()).toEqual([]);
  });

  it("that lost its race keeps the code of the entry that counts", async () => {
    const mine = copyOf(scene);
    const { area, log } = testArea(mine, mine.ada);
    log.meanwhile = () => void act(mine.team, mine.cleo, planInvite(mine.team).plan);
    const { invite, code } = must(await createInvite(area, { name: "Fay" }));
    expect(log.posts).toHaveLength(2);
    const { hash } = mine.team.state.invites.get(invite as InviteId) ?? {};
    expect(must(readTransferCode("join", code)).invite).toBe(hash);
    expect(must(inviteAgain(area, invite as InviteId)).code).toBe(code);
  });
});

/** What keeps an invite's code from being shown again, and what it says. */
const closed: [string, string, (made: Made) => InviteId | undefined][] = [
  ["is cancelled", "invite not-open", ({ mine, invite }) => void act(mine.team, mine.ada, planCancel(invite))],
  [
    "is used",
    "invite not-open",
    ({ mine, invite, code, area }) => {
      const { signKey } = inviteKeys(must(readTransferCode("join", code)).seed, area.profile.team);
      act(mine.team, mine.ada, planAdd(mine.team, { invite, signKey }, newPerson(mine.team)));
    },
  ],
  ["is none", "invite not-open", () => newId<InviteId>()],
  [
    "was made on another computer",
    "not-found",
    ({ mine }) => {
      const { plan, guest } = planInvite(mine.team);
      act(mine.team, mine.cleo, plan);
      return guest.invite;
    },
  ],
  [
    "was edited in the file",
    "aead",
    ({ area, invite }) => {
      const sealed = findSealed(area.db, "invites_made", invite) as Uint8Array;
      putSealed(area.db, "invites_made", invite, sealed.with(-1, (sealed.at(-1) as number) ^ 1));
    },
  ],
  [
    "has another's code in its row",
    "commitment",
    ({ mine, area, invite }) => {
      const { plan, guest } = planInvite(mine.team);
      act(mine.team, mine.ada, plan);
      putSealed(area.db, "invites_made", guest.invite, findSealed(area.db, "invites_made", invite) as Uint8Array);
      return guest.invite;
    },
  ],
];

describe("an invite's code", () => {
  it("is shown again as it was made", async () => {
    const { area, invite, code } = await invitedByAda();
    expect(inviteAgain(area, invite)).toEqual(ok({ code, teamName: "Engines", inviterName: "Somebody" }));
  });

  it("lies sealed in the database", async () => {
    const { area, invite, code } = await invitedByAda();
    const bytes = Buffer.from(findSealed(area.db, "invites_made", invite) as Uint8Array);
    for (const part of [code, code.slice(20, 60), "Engines"]) expect(bytes.includes(part)).toBe(false);
  });

  it.each(closed)("is neither shown nor copied where the invite %s", async (_, expected, change) => {
    const made = await invitedByAda();
    const invite = change(made) ?? made.invite;
    expect(verdict(inviteAgain(made.area, invite))).toBe(expected);
    expect(verdict(await copyInvite(made.area, { invite, text: made.code }))).toBe(expected);
    expect(made.clipboard.text).toBeNull();
  });

  it("is copied with the page's words around it, and the clipboard's end is told", async () => {
    const { area, invite, code, clipboard, events } = await invitedByAda();
    const text = `Join us: ${code}\n`;
    expect(await copyInvite(area, { invite, text })).toEqual(ok({ clearsInMs: 120_000 }));
    expect(clipboard.text).toBe(text);
    expect(events).toContain("clipboard.changed");
  });

  it.each([
    ["no code", () => "Join us"],
    ["part of the code", (code: string) => code.slice(0, -1)],
    ["the code of another invite", () => "latchkey://join/0000"],
  ])("is not copied by words with %s", async (_, text) => {
    const { area, invite, code, clipboard } = await invitedByAda();
    expect(await copyInvite(area, { invite, text: text(code) })).toMatchObject({ failure: { code: "invalid-input" } });
    expect(clipboard.text).toBeNull();
  });

  it("is not said to be copied where there is no clipboard", async () => {
    const { area, invite, code, clipboard, events } = await invitedByAda();
    clipboard.isMissing = true;
    expect(verdict(await copyInvite(area, { invite, text: code }))).toBe("clipboard-unavailable");
    expect(events).not.toContain("clipboard.changed");
  });
});

describe("a mail with an invite", () => {
  it("is opened empty to the address that was typed; the message is on the clipboard, where no argument shows it", async () => {
    const { area, invite, code, clipboard, mails } = await invitedByAda();
    expect(await mailInvite(area, { invite, text: `Join us: ${code}` })).toEqual(ok({ clearsInMs: 120_000 }));
    expect([mails, clipboard.text]).toEqual([["fay@x.test"], `Join us: ${code}`]);
  });

  it("is not opened without an address, nor with words that carry another code", async () => {
    const { area, invite, code, clipboard, mails } = await invitedByAda();
    const other = must(await createInvite(area, { name: "Gil" }));
    const nameless = await mailInvite(area, { invite: other.invite as InviteId, text: other.code });
    expect(nameless).toMatchObject({ failure: { code: "not-found", detail: { field: "emails" } } });
    expect(await mailInvite(area, { invite, text: code.slice(0, -1) })).toMatchObject({ ok: false });
    expect([mails, clipboard.text]).toEqual([[], null]);
  });
});

describe("the list of invites", () => {
  const later =
    (ms: number) =>
    ({ mine }: Made): void => {
      mine.team.now += ms;
    };

  it.each<[string, string, (made: Made) => void]>([
    ["open", "open", () => undefined],
    ["open until its last moment", "open", later(7 * 86_400_000)],
    ["ended", "ended", later(7 * 86_400_000 + 1)],
    ["waited for", "joining", ({ area, invite }) => void area.joining.add(invite)],
    ["cancelled", "cancelled", ({ mine, invite }) => void act(mine.team, mine.ada, planCancel(invite))],
    [
      "cancelled while its holder waits",
      "cancelled",
      ({ mine, area, invite }) => {
        area.joining.add(invite);
        act(mine.team, mine.ada, planCancel(invite));
      },
    ],
    ["used", "used", (made) => void closed[1]?.[2](made)],
  ])("shows one that is %s as %s", async (_, state, change) => {
    const made = await invitedByAda();
    change(made);
    const [first] = must(await listInvites(made.area));
    expect(first).toMatchObject({ invite: made.invite, name: "Fay", emails: ["fay@x.test"], role: "member", state });
  });

  it("says where somebody waits on one that has ended, and only there", async () => {
    const made = await invitedByAda();
    made.area.joining.add(made.invite);
    expect(must(await listInvites(made.area))[0]).not.toHaveProperty("waits");
    later(7 * 86_400_000 + 1)(made);
    expect(must(await listInvites(made.area))[0]).toMatchObject({ state: "ended", waits: true });
  });

  it("begins with the newest, and names nobody whose name is not there", async () => {
    const { area, mine, invite } = await invitedByAda();
    const { plan, guest } = planInvite(mine.team, { role: "lead" });
    act(mine.team, mine.cleo, plan);
    const [newest, next] = must(await listInvites(area));
    expect(newest).toMatchObject({ invite: guest.invite, name: "", emails: [], role: "lead" });
    expect(next).toMatchObject({ invite, name: "Fay" });
  });
});

describe("cancelling an invite", () => {
  it("is an entry, and twice is once", async () => {
    const { area, invite, mine, log } = await invitedByAda();
    for (let times = 0; times < 2; times++) expect(await cancelInvite(area, invite)).toMatchObject({ ok: true });
    expect(mine.team.state.invites.get(invite)?.state).toBe("cancelled");
    expect(log.posts).toHaveLength(2);
  });

  it("of none is not found, and by a member is refused", async () => {
    const { area, invite, mine } = await invitedByAda();
    expect(verdict(await cancelInvite(area, newId<InviteId>()))).toBe("not-found");
    expect(verdict(await cancelInvite(testArea(mine, mine.bob).area, invite))).toBe("role");
  });
});

describe("where to get the app", () => {
  const row = "SELECT sealed FROM settings WHERE name = 'invite-place'";

  it("is as it was said last, for every invite from then on, and lies nowhere in clear", () => {
    const mine = copyOf(scene);
    const { area, events } = testArea(mine, mine.ada);
    expect(invitePlace(area)).toEqual({ place: "" });
    for (const place of ["https://one.example/app", "Ask Ivo", ""]) {
      setInvitePlace(area, place);
      expect(invitePlace(area)).toEqual({ place });
    }
    expect(events).toEqual(Array(3).fill("invite.changed"));
    setInvitePlace(area, "Ask Ivo");
    const { sealed } = area.db.prepare(row).get() as { sealed: Uint8Array };
    expect(Buffer.from(sealed).includes("Ivo")).toBe(false);
  });

  it("is empty where somebody changed the file, or put another record there", () => {
    const mine = copyOf(scene);
    const { area } = testArea(mine, mine.ada);
    setInvitePlace(area, "Ask Ivo");
    const sealed = findSealed(area.db, "settings", "invite-place") as Uint8Array;
    for (const other of [sealed.map((byte, at) => (at === 40 ? byte ^ 1 : byte)), new Uint8Array(), sealed.slice(9)]) {
      putSealed(area.db, "settings", "invite-place", other);
      expect(invitePlace(area)).toEqual({ place: "" });
    }
    putSealed(area.db, "settings", "invite-place", sealed);
    expect(invitePlace(area)).toEqual({ place: "Ask Ivo" });
  });
});
