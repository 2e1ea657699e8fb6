/** Acts on a vault by whoever has no say there: refused by name before anything is written. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs } from "../../../shared/encoding/ids.ts";
import { ok } from "../../../shared/failures.ts";
import type { VaultInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { type SmallTeam, smallTeam } from "../../../shared/testing/small-team.ts";
import { type Person, vaultOfKind } from "../../../shared/testing/team.ts";
import { ownRights } from "../sync/own-rights.ts";
import type { VaultActs } from "./vault-acts.ts";
import { vaultHandlers } from "./vault-handlers.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});

/** What these acts ask before they write; whatever they would write with is not there. */
function handlersOf(person: Person) {
  return vaultHandlers({
    log: { state: () => scene.team.state, pull: async () => ok(0) },
    profile: { user: person.user },
    rights: ownRights({ state: () => scene.team.state, user: person.user, now: () => scene.team.now }),
    vaults: { pull: async () => ok(true) },
    chains: { isWhole: () => true, stopped: () => null },
    keyring: { current: () => null },
  } as unknown as VaultActs);
}
const refused = (detail?: object) => ({
  ok: false,
  failure: { code: "role", retry: "never", ...(detail && { detail }) },
});

describe("a vault is not renamed", () => {
  it.each<[string, (of: SmallTeam) => [Person, string]]>([
    ["by who edits it", ({ bob, ops }) => [bob, ops]],
    ["by who reads it", ({ dora, ops }) => [dora, ops]],
    ["where it is nobody's own but the app's", ({ ada, team }) => [ada, vaultOfKind(team.state, "directory").vault]],
    ["where it is somebody's personal one", ({ bob, bobsPersonal }) => [bob, bobsPersonal]],
  ])("%s", async (_, of) => {
    const [person, vault] = of(scene);
    expect(await handlersOf(person)["vault.rename"]({ vault: vault as never, title: "Mine" })).toEqual(refused());
  });
});

describe("a vault is not restarted", () => {
  it("where it is archived: nothing goes on there", async () => {
    const vault = scene.archived;
    const handlers = handlersOf(scene.ada);
    expect(await handlers["vault.voiding"]({ vault })).toEqual(refused({ vault, reason: "archived" }));
    expect(await handlers["vault.void"]({ vault })).toEqual(refused({ vault, reason: "archived" }));
  });
});

describe("where one's own right has ended by now, though the log still holds it,", () => {
  it.each(["vault.rename", "vault.voiding", "vault.void", "vault.archive", "vault.leave", "vault.setAccess"] as const)(
    "there is no %s",
    async (name) => {
      const { team, bob, ops } = scene;
      const inLog = team.state.vaults.get(ops) as VaultInLog;
      const access = new Map(inLog.access).set(bob.user, { permission: "manage", end: team.now as EpochMs });
      const state = { ...team.state, vaults: new Map(team.state.vaults).set(ops, { ...inLog, access }) };
      const rights = ownRights({ state: () => state, user: bob.user, now: () => team.now });
      const handlers = vaultHandlers({ log: { state: () => state }, profile: bob, rights } as unknown as VaultActs);
      const answer = await handlers[name]({ vault: ops, title: "Mine", user: bob.user, permission: null } as never);
      expect(answer).toMatchObject({ failure: { code: "access-ended", detail: { vault: ops } } });
    },
  );
});
