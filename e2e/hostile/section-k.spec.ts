/** Section K: against this protocol's own rules. */

import { newId, randomBytes } from "../../shared/crypto/random.ts";
import { idBytes } from "../../shared/encoding/id-bytes.ts";
import type { GroupId, Hash, ItemId, VaultId } from "../../shared/encoding/ids.ts";
import { cosign } from "../../shared/protocol/team-log/cosign.ts";
import type { EntryBodyOf } from "../../shared/protocol/team-log/entry.ts";
import { firstPolicy } from "../../shared/protocol/team-log/state/policy.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { emptyHead } from "../../shared/protocol/vault-chain/chain.ts";
import { commit as buildOn, fold } from "../../shared/testing/commits.ts";
import {
  bodyOf,
  planAccess,
  planAdd,
  planArchive,
  planInvite,
  planPolicy,
  planRotate,
  signBody,
  signed,
  signShapeless,
  act as take,
} from "../../shared/testing/entries.ts";
import { makeGroup, planGroupAccess, planGroupChange } from "../../shared/testing/groups.ts";
import { newPerson, type Person, must as value } from "../../shared/testing/team.ts";
import { base32Text } from "../../shared/text.ts";
import { eventually } from "../kit/eventually.ts";
import { hostileTeam, inStep } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { userOf } from "../kit/team.ts";
import { type Attack, checkSection } from "./attack.ts";
import { lie } from "./on-client.ts";
import { cosignRequests } from "./on-cosign.ts";
import { signedTwins } from "./on-forks.ts";
import { wrongRotations } from "./on-keys.ts";
import { lateDecision } from "./on-letters.ts";
import { evilMember } from "./on-member.ts";
import { confusableNames } from "./on-names-and-keys.ts";
import { commit, entry, type Scene } from "./on-protocol.ts";
import {
  busySigner,
  busyWriter,
  exAdminsInvite,
  heirOfOwn,
  joinerInFork,
  letInByFork,
  makesVaultsForEver,
  removalAgainst,
  soleOwner,
} from "./on-removal.ts";

/** A change of policy by Ada, under these second signatures; the twin has that of another admin. */
function cosigned(changes: string, sigs: (mine: Scene, body: Body) => ReturnType<typeof cosign>[]): Attack {
  return entry(changes, "cosign", (mine, evil) => {
    const body = bodyOf(mine.team, mine.ada, planPolicy(mine.team, { ...firstPolicy, quickUnlock: false })) as Body;
    return signBody(body, mine.ada, evil ? sigs(mine, body) : [by(body, mine.eve)]);
  });
}
type Body = EntryBodyOf<"policy">;
const by = (body: Body, { device, keys }: Person) => cosign(body, device, keys.signKey);

/** Commits that Bob's patched client posts with these envelopes, seen by Ada, live and by a new reader. */
const badCommit: Attack = {
  changes: "random bytes under a right hash, in a commit that is signed by an editor",
  code: "no effect",
  run: async () => {
    const team = await evilMember();
    const { ada, seen, evil, client } = team;
    const vault = team.vault as VaultId;
    const item = team.item as ItemId;
    const built = buildOn(seen, evil, { vault, items: [item] });
    const pushed = await client.call("push", { commits: [built.bytes], envelopes: built.envelopes }, vault);
    if (!pushed.ok) return { attack: pushed.failure.code, twin: "not tried" };
    await must(ada, "sync.now", {});
    const { value: read } = await must(ada, "item.reveal", { item, field: "password" });
    const status = await must(ada, "sync.now", {});
    const saved = await must(ada, "item.save", { vault, kind: "login", changes: { title: "After", password: "a" } });
    await inStep(ada, 3);
    const isWell = read === "first" && status.failures.length === 0;
    const lowered = await ada.call("vault.setAccess", { vault, user: await userOf(team.bob), permission: "use" });
    return {
      attack: isWell ? "no effect" : `Ada reads ${read}`,
      twin: lowered.ok && !saved.draft ? "taken" : "the vault stands still",
    };
  },
};

/** The answer to a push is lost, and the push repeated, while a colleague edits the same version. */
const lostAnswers: Attack = {
  changes: "answers to pushes are lost and pushes repeated, while a colleague edits the same version",
  code: "no effect",
  run: async () => {
    const { ada, bob, line, vault, item } = await hostileTeam();
    line.tamper("push", () => {
      throw new TypeError("the line broke");
    });
    await must(ada, "item.save", { vault, item, changes: { username: "ada" } });
    await must(bob, "item.save", { vault, item, changes: { notes: "bob" } });
    for (let time = 0; time < 3; time++) await must(bob, "sync.now", {});
    line.honest();
    await inStep(bob, 2);
    await must(bob, "sync.now", {});
    await eventually(
      () => must(ada, "sync.now", {}).then(() => must(ada, "item.get", { item })),
      ({ username, version }) => username === "ada" && version !== null && version >= 3,
    );
    await must(ada, "sync.now", {});
    const { version } = await must(ada, "item.get", { item });
    const { value: notes } = await must(ada, "item.reveal", { item, field: "notes" });
    return { attack: version === 3 && notes === "bob" ? "no effect" : `version ${version}: ${notes}`, twin: "taken" };
  },
};

const renamed: Attack = {
  changes: "a member writes to the vault of people's names",
  code: "role",
  run: async () => {
    const { seen, evil, client } = await evilMember();
    const directory = [...seen.state.vaults.values()].find(({ kind }) => kind === "directory")?.vault as VaultId;
    const built = buildOn(seen, evil, { vault: directory });
    const pushed = await client.call("push", { commits: [built.bytes], envelopes: built.envelopes }, directory);
    return { attack: pushed.ok ? "taken" : pushed.failure.code, twin: "taken" };
  },
};

const grantOf = (vault: VaultId) => ({ vault, permission: "use" as const, end: null });

/** An invite or a new person whose entry asks for more than its signer may give. */
function invites(changes: string, code: "role", payload: (mine: Scene) => object): Attack {
  return entry(changes, code, (mine, evil) => {
    const { plan } = planInvite(mine.team);
    return signed(mine, mine.cleo, evil ? { ...plan, payload: { ...plan.payload, ...payload(mine) } } : plan);
  });
}

checkSection("K", {
  121: [
    invites("an invite that grants somebody's personal vault", "role", ({ bobsPersonal }) => ({
      grants: [grantOf(bobsPersonal)],
    })),
    invites("an invite that grants an archived vault", "role", ({ archived }) => ({ grants: [grantOf(archived)] })),
    invites("an invite into a group that is not there", "role", () => ({ groups: [newId<GroupId>()] })),
    entry("a puppet in a group that its signer, an admin, does not manage", "role", (mine, evil) => {
      const group = makeGroup(mine.team, mine.ada, { managers: [mine.bob], members: [mine.dora] });
      const signer = evil ? mine.ada : mine.bob;
      return signed(mine, signer, planGroupChange(mine.team, signer, group, { add: [mine.eve] }));
    }),
    entry("oneself, in a group that has more than its manager", "role", (mine, evil) => {
      const group = makeGroup(mine.team, mine.ada, { managers: [mine.cleo], members: [mine.dora] });
      take(mine.team, mine.ada, planGroupAccess(mine.team, mine.ada, mine.ops, { group, permission: "manage" }));
      return signed(
        mine,
        mine.cleo,
        planGroupChange(mine.team, mine.cleo, group, { add: [evil ? mine.cleo : mine.eve] }),
      );
    }),
    entry(
      "keys for somebody whose grant did not count, because its signer does not manage the vault",
      "recipient-set",
      (mine, evil) => {
        const { plan, guest } = planInvite(mine.team, { grants: [grantOf(mine.ops)] });
        take(mine.team, evil ? mine.cleo : mine.ada, plan);
        return signed(mine, mine.ada, planAdd(mine.team, guest, newPerson(mine.team), { keysOf: [mine.ops] }));
      },
    ),
  ],
  122: { shownBy: "main/core/letters/letters.test.ts, main/core/activity/team-activity.test.ts" },
  123: [lateDecision],
  124: [joinerInFork, letInByFork, exAdminsInvite],
  125: [
    cosigned("no second signature", () => []),
    cosigned("one's own as the second signature", (mine, body) => [by(body, mine.ada)]),
    cosigned("that of an admin whom one let in oneself", (mine, body) => [by(body, mine.cleo)]),
    cosigned("a member's", (mine, body) => [by(body, mine.bob)]),
    cosigned("one given for another policy", (mine, body) => [
      by({ ...body, payload: { ...body.payload, policy: firstPolicy } }, mine.eve),
    ]),
    cosigned("one given for another act", (mine, body) => [
      by({ ...body, payload: { ...body.payload, id: newId<string>() } }, mine.eve),
    ]),
    cosigned("a fit one and an unfit one", (mine, body) =>
      [by(body, mine.eve), by(body, mine.bob)].sort((a, b) => (a.device < b.device ? -1 : 1)),
    ),
    entry("one act a second time", "cosign", (mine, evil) => {
      const body = bodyOf(mine.team, mine.ada, planPolicy(mine.team, { ...firstPolicy, quickUnlock: false })) as Body;
      if (!evil) return signBody(body, mine.ada, [by(body, mine.eve)]);
      mine.team.state = value(applyEntry(mine.team.state, signBody(body, mine.ada, [by(body, mine.eve)]))).state;
      const { seq, hash } = mine.team.state.head;
      const again = { ...body, seq: seq + 1, prev: hash, payload: { ...body.payload, baseSeq: seq } };
      return signBody(again, mine.ada, [by(again, mine.eve)]);
    }),
    ...cosignRequests,
  ],
  126: [
    entry("a floor above every version", "client-too-old", (mine, evil) => {
      if (!evil) return signed(mine, mine.ada, planInvite(mine.team).plan);
      const { seq, hash } = mine.team.state.head;
      const actor = { user: idBytes(mine.ada.user), device: idBytes(mine.ada.device) };
      const body = { suite: 1, team: idBytes(mine.team.team), seq: seq + 1, prev: idBytes(hash), type: "floor", actor };
      const attached = { cuts: [], heads: [], bundles: [] };
      return signShapeless(
        { ...body, time: mine.team.now, payload: { floor: Number.MAX_SAFE_INTEGER }, attached },
        mine.ada,
      );
    }),
  ],
  127: [badCommit],
  128: {
    shownBy:
      "e2e/hostile/section-d.spec.ts, row 72: malformed or repeated keys, by the one check of server and clients",
  },
  129: [removalAgainst("the leaver writes to 50 vaults before every try to remove them", busyWriter)],
  130: [soleOwner, heirOfOwn],
  131: [lostAnswers],
  132: {
    shownBy:
      "e2e/hostile/section-e.spec.ts, row 77: each field of the answer of a link (the lowest client version is not in it yet)",
  },
  133: [
    lie({
      changes: "a vault granted today, served as it was before",
      code: "log-rollback",
      about: "vault",
      how: (line, { vault }) =>
        line.tamper("commits", (page, to) => (to.vault === vault ? { head: emptyHead, commits: [] } : page)),
    }),
  ],
  134: [renamed, ...confusableNames()],
  135: wrongRotations,
  136: { shownBy: "e2e/hostile/kills.spec.ts" },
  137: [
    entry("an editor's pin below a cut", "role", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.due]);
      const vaults = plan.payload.vaults.map((one) => ({
        ...one,
        pin: evil ? { ...one.pin, hash: randomHash() } : one.pin,
      }));
      return signed(mine, mine.dora, { ...plan, payload: { vaults } });
    }),
    entry("an editor's rotation that voids", "role", (mine, evil) => {
      const plan = planRotate(mine.team, [mine.due], { voids: evil ? 1 : 0 });
      return signed(mine, mine.dora, plan);
    }),
    commit("a back-dated commit behind a manager's pin", "epoch-stale", (mine, evil) => {
      const early = buildOn(mine.team, mine.bob, { vault: mine.ops }).bytes;
      take(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
      return evil ? early : buildOn(mine.team, mine.bob, { vault: mine.ops }).bytes;
    }),
    commit("a commit that passes beside a pin", "log-fork", (mine, evil) => {
      const [beside, named] = [mine.bob, mine.ada].map((who) => buildOn(mine.team, who, { vault: mine.ops }).bytes);
      const chain = structuredClone(mine.team.chains.get(mine.ops)) as never;
      fold(mine.team, mine.ops, named as Uint8Array);
      take(mine.team, mine.ada, planRotate(mine.team, [mine.ops]));
      return { chain, bytes: (evil ? beside : named) as Uint8Array };
    }),
  ],
  138: [
    commit("a commit to an archived vault", "role", (mine, evil) => {
      const bytes = buildOn(mine.team, mine.ada, { vault: mine.ops });
      if (!evil) return bytes.bytes;
      take(mine.team, mine.ada, planArchive(mine.team, mine.ops));
      return buildOn(mine.team, mine.ada, { vault: mine.ops }).bytes;
    }),
    commit("a commit to an archived vault, as if before the archive", "epoch-stale", (mine, evil) => {
      const { seq } = mine.team.state.head;
      if (evil) take(mine.team, mine.ada, planArchive(mine.team, mine.ops));
      return buildOn(mine.team, mine.bob, { vault: mine.ops, logSeq: seq }).bytes;
    }),
    entry("a rotation of an archived vault", "role", (mine, evil) =>
      signed(mine, mine.ada, planRotate(mine.team, [evil ? mine.archived : mine.ops])),
    ),
    entry("a change of access to an archived vault", "role", (mine, evil) => {
      const plan = planAccess(mine.team, mine.ada, mine.ops, [{ user: mine.cleo.user, permission: "use" }]);
      if (evil) take(mine.team, mine.ada, planArchive(mine.team, mine.ops));
      return signed(mine, mine.ada, plan);
    }),
  ],
  139: signedTwins,
  140: { shownBy: "main/core/voided-vault.test.ts" },
  141: {
    shownBy:
      "server/teams/restore.test.ts, main/core/sync/restored-server.test.ts, e2e/hostile/random/random-acts.spec.ts",
  },
  142: [
    removalAgainst("the leaver signs an entry of their own before every try to remove them", busySigner),
    makesVaultsForEver,
  ],
});

const randomHash = () => base32Text(randomBytes(32)) as Hash;
