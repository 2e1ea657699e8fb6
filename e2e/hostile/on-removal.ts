/** Attacks on the removal of a person: who is removed has a patched client, the admin and everybody else the real core. */

import { inviteKeys } from "../../shared/crypto/device-keys.ts";
import type { VaultId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { rightOf } from "../../shared/protocol/team-log/state/rules.ts";
import { applyEntry } from "../../shared/protocol/team-log/verify.ts";
import { readTransferCode } from "../../shared/protocol/transfer-code/transfer-code.ts";
import { commit as buildOn, fold } from "../../shared/testing/commits.ts";
import {
  joinOf,
  planAccess,
  planAdd,
  planInvite,
  planVault,
  signed,
  act as take,
} from "../../shared/testing/entries.ts";
import { planRemove } from "../../shared/testing/leavers.ts";
import { createVault } from "../../shared/testing/posts.ts";
import { newPerson, type Person, must as value } from "../../shared/testing/team.ts";
import type { Client } from "../drive.ts";
import { eventually } from "../kit/eventually.ts";
import { hostileTeam, inStep } from "../kit/hostile-team.ts";
import { must } from "../kit/must.ts";
import { between } from "../kit/tampering.ts";
import { client, isIn, joiner, passphrase, readyVault, userOf } from "../kit/team.ts";
import { type Attack, codeOf } from "./attack.ts";
import { type EvilMember, evilMember } from "./on-member.ts";
import { act, entry, scene } from "./on-protocol.ts";

type Fetch = NonNullable<Parameters<typeof client>[0]>["fetch"];
/** What Bob does right before each time that Ada's removal of them reaches the server; answers what became of it. */
type Meanwhile = (team: EvilMember) => Promise<string[]>;

const mostTries = 10;

/** A removal that its subject gets in the way of: taken all the same, after a few tries. */
export function removalAgainst(changes: string, prepare: (team: EvilMember) => Promise<Meanwhile>): Attack {
  return { changes, code: "no effect", run: () => removed(prepare) };
}

async function removed(prepare: (team: EvilMember) => Promise<Meanwhile>) {
  let before: (() => Promise<void>) | null = null;
  const fetchLate: Fetch = async (url, init) => {
    if (init.method === "POST" && new URL(url).pathname === "/v1/log") await before?.();
    return fetch(url, init);
  };
  const team = await evilMember({ ada: { fetch: fetchLate } });
  const { ada, bob } = team;
  const user = await userOf(bob);
  await atRest([ada, bob]);
  await must(bob, "account.lock", {});
  await team.refresh();
  const meanwhile = await prepare(team);
  const seen: string[][] = [];
  before = async () => void seen.push(await meanwhile(team));
  const answer = await ada.call("member.remove", { user });
  before = null;
  const late = buildOn(team.seen, team.evil, { vault: team.vault as VaultId });
  const pushed = await team.client.call(
    "push",
    { commits: [late.bytes], envelopes: late.envelopes },
    team.vault as VaultId,
  );
  const state = (await must(ada, "member.list", {})).find((one) => one.user === user)?.state;
  const isGone = answer.ok && state === "removed" && !pushed.ok && seen.length <= mostTries;
  // What Bob did before the first try was taken, and cost Ada that try.
  const [first = []] = seen;
  const isAttack = first.length > 0 && first.every((code) => code === "taken") && seen.length > 1;
  return {
    attack: isGone ? "no effect" : `${codeOf(answer)}, ${state}, ${seen.length} tries, then ${codeOf(pushed)}`,
    twin: isAttack ? "taken" : `${seen.length} tries, first ${[...new Set(first)]}`,
  };
}

/** Until nobody's app has an entry to post any more. */
const atRest = (people: readonly Client[]) =>
  eventually(
    async () => {
      const seen: number[] = [];
      for (const person of [...people, ...people]) seen.push((await must(person, "sync.now", {})).logSeq);
      return seen;
    },
    (seen) => new Set(seen).size === 1,
    20_000,
  );

/** Bob makes so many vaults, all alone in them, in one post. */
async function makeVaults({ seen, evil, client: to }: EvilMember, count: number): Promise<VaultId[]> {
  const made = Array.from({ length: count }, () => createVault(seen, evil));
  const entries = made.flatMap(({ built }) => built.entries);
  const blobs = made.flatMap(({ built }) => built.blobs);
  value(await to.call("append", { entries, blobs, setup: null }), "vaults of Bob");
  return made.map(({ vault }) => vault);
}

/** A commit in each of 50 vaults, so that no head which the removal names is the newest. */
export async function busyWriter(team: EvilMember): Promise<Meanwhile> {
  const vaults = await makeVaults(team, 50);
  return async ({ seen, evil, client: to }) => {
    const codes: string[] = [];
    for (const vault of vaults) {
      const built = buildOn(seen, evil, { vault });
      const pushed = await to.call("push", { commits: [built.bytes], envelopes: built.envelopes }, vault);
      if (pushed.ok) fold(seen, vault, built.bytes);
      codes.push(codeOf(pushed));
    }
    return codes;
  };
}

/** An entry of one's own, so that the removal's number is taken: a vault more, which needs a cut and an heir. */
export async function busySigner(): Promise<Meanwhile> {
  return async (team) => {
    await team.refresh();
    const { built } = createVault(team.seen, team.evil);
    return [codeOf(await team.client.call("append", { ...built, setup: null }))];
  };
}

/** Thousands of vaults, each of which the removal has to cut: their maker is stopped, and what there is fits one entry. */
export const makesVaultsForEver: Attack = act(
  "one vault more than a person can make, then their removal",
  "limit",
  (evil) => {
    const { team, ada, bob } = scene();
    while ((team.state.liveSharedBy.get(bob.user) ?? 0) < limits.vaultsPerMaker)
      take(team, bob, planVault(team, bob).plan);
    const bytes = evil
      ? signed({ team }, bob, planVault(team, bob).plan)
      : signed({ team }, ada, planRemove(team, ada, bob.user));
    return applyEntry(team.state, bytes);
  },
);

/** An ex-admin and the server show a joiner the log without the removal, with an invite of the ex-admin's for the same key. */
export const joinerInFork: Attack = {
  changes: "a joiner is shown the log without the inviter's colleague's removal, with that colleague's own invite",
  code: "invite",
  run: async () => {
    const team = await evilMember();
    const { ada, bob, evil, seen } = team;
    const user = await userOf(bob);
    await must(ada, "member.setRole", { user, role: "admin" });
    await atRest([ada, bob]);
    await must(bob, "account.lock", {});
    await team.refresh();
    const { entries } = value(await team.client.call("log", { from: 0 }));
    await must(ada, "member.remove", { user });
    const { code } = await must(ada, "invite.create", { name: "Jo" });
    const { seed } = value(readTransferCode("join", code));
    const { plan } = planInvite({ ...seen });
    const { signPk } = inviteKeys(seed, seen.team);
    const own = signed({ team: seen }, evil, { ...plan, payload: { ...plan.payload, invitePk: signPk } });
    const fork = value(applyEntry(seen.state, own)).state.head;
    const line = between();
    const jo = await client({ fetch: line.fetch });
    line.tamper("log", ({ entries: page }, { url }) => {
      const from = Number(new URL(url).searchParams.get("from"));
      return { head: fork, entries: page.length === 0 ? [] : [...entries, own].slice(from) };
    });
    const joined = await jo.call("team.join", { code, passphrase });
    const reason = joined.ok ? null : joined.failure.detail?.reason;
    const isSealed = line.asked.some(({ route }) => route === "join");
    const { profiles } = await must(jo, "account.status", {});
    const isClean = reason === "unknown" && !isSealed && profiles.length === 0;
    const attack = isClean
      ? codeOf(joined)
      : `${codeOf(joined)} (${reason}), asked ${isSealed}, ${profiles.length} profiles`;
    line.honest();
    await must(jo, "team.join", { code, passphrase });
    await isIn(jo);
    return { attack, twin: "taken" };
  },
};

/** On a log without the removal, the ex-admin lets in whoever asked on an honest admin's invite. */
export const letInByFork: Attack = entry(
  "an ex-admin lets a joiner into the log without the removal, by their own invite for the same key",
  "invite",
  (mine, evil) => {
    const { team, ada, cleo } = mine;
    const before = team.state;
    take(team, ada, planRemove(team, ada, cleo.user));
    const { plan, guest } = planInvite(team);
    take(team, ada, plan);
    const person = newPerson(team);
    const join = joinOf(team, guest, person);
    if (!evil) return signed(mine, ada, planAdd(team, guest, person));
    team.state = before;
    take(team, cleo, plan);
    const added = planAdd(team, guest, person);
    return signed(mine, cleo, { ...added, payload: { ...added.payload, join } });
  },
);

/** What an admin invited before they were removed opens nothing after it, whoever lets in. */
export const exAdminsInvite: Attack = entry(
  "somebody whom an ex-admin invited, let in by another",
  "invite",
  (mine, evil) => {
    const { team, ada, cleo, eve } = mine;
    const { plan, guest } = planInvite(team);
    take(team, evil ? cleo : eve, plan);
    take(team, ada, planRemove(team, ada, cleo.user));
    return signed(mine, ada, planAdd(team, guest, newPerson(team)));
  },
);

/** The only manager of three vaults goes while every other reader's app is locked: one act, and the next writer goes on. */
export const soleOwner: Attack = {
  changes: "the only manager of three vaults is removed while their other readers sleep",
  code: "no effect",
  run: async () => {
    const { ada, bob } = await hostileTeam();
    const carol = await joiner(ada, "Carol");
    const [user, carols] = [await userOf(bob), await userOf(carol)];
    const [edited, read, alone] = [
      await must(bob, "vault.create", { title: "Edited" }),
      await must(bob, "vault.create", { title: "Read" }),
      await must(bob, "vault.create", { title: "Alone" }),
    ].map(({ vault }) => vault) as [string, string, string];
    const { item } = await must(bob, "item.save", { vault: edited, changes: { title: "Scales", password: "one" } });
    await must(bob, "vault.setAccess", { vault: edited, user: carols, permission: "edit" });
    await must(bob, "vault.setAccess", { vault: read, user: carols, permission: "use" });
    for (const vault of [edited, read]) await readyVault(carol, vault);
    await inStep(carol, 1);
    await must(carol, "account.lock", {});
    await atRest([ada, bob]);
    const planned = await must(ada, "member.removal", { user });
    await must(ada, "member.remove", { user });
    const named = planned.heirs.map(({ vault, user: heir }) => `${vault} ${heir}`).sort();
    const isNamed = named.join() === [`${edited} ${carols}`, `${read} ${carols}`].sort().join();
    await must(carol, "account.unlock", { passphrase });
    await eventually(
      async () => {
        await must(carol, "sync.now", {});
        return must(carol, "vault.list", {});
      },
      (vaults) =>
        [edited, read].every((vault) =>
          vaults.some((one) => one.vault === vault && one.state === "ready" && one.permission === "manage"),
        ),
      20_000,
    );
    await must(carol, "item.save", { vault: edited, item, changes: { password: "two" } });
    const { pending, failures } = await eventually(
      () => must(carol, "sync.now", {}),
      (status) => status.pending === 0,
      10_000,
    );
    const isWell = isNamed && planned.archived.includes(alone) && failures.length === 0;
    return {
      attack: isWell ? "no effect" : JSON.stringify({ named, planned, failures }),
      twin: pending === 0 ? "taken" : "",
    };
  },
};

/** Whoever removes cannot make themselves the heir of what they could not open. */
export const heirOfOwn: Attack = {
  changes: "whoever removes names themselves the heir of a vault that they cannot open",
  code: "no effect",
  run: () => {
    const heirOf = (who: "cleo" | "dora") => {
      const mine = scene();
      const { team, bob, cleo, dora, bobs } = mine;
      for (const one of [mine.ada, dora])
        take(team, bob, planAccess(team, bob, bobs, [{ user: one.user, permission: "use" }]));
      const heirs = [{ vault: bobs, group: null, user: mine[who].user }];
      take(team, cleo, planRemove(team, cleo, bob.user, heirs));
      return { state: team.state, mine };
    };
    const [own, fit] = [heirOf("cleo"), heirOf("dora")];
    const right = ({ state, mine }: ReturnType<typeof heirOf>, who: Person) => rightOf(state, who.user, mine.bobs);
    return {
      attack: right(own, own.mine.cleo) === null ? "no effect" : "the signer inherits",
      twin: right(fit, fit.mine.dora) === "manage" ? "taken" : "nobody inherits",
    };
  },
};
