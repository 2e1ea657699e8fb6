/**
 * The gate on giving access: what an act opens to more people is held against the team's rule on second factors before it is signed, from
 * what this computer has, online or not. What this person cannot open is not known here: there everybody who can says so afterwards
 * (`past-gate.ts`).
 */
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { GateAnswer, GatePreview } from "../../../shared/contract/gate.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { type GateRule, isInScope } from "../../../shared/model/second-factor/gate.ts";
import { vaultsOfGroup } from "../../../shared/protocol/team-log/state/groups.ts";
import { readersOf, servedRight } from "../../../shared/protocol/team-log/state/rules.ts";
import type { LogWriter } from "../log/act.ts";
import type { ItemsArea, LoginToPut } from "../vaults/items/items-area.ts";
import { loginsAmong } from "../vaults/items/logins-to-put.ts";
import { isReadable } from "../vaults/overviews/overviews.ts";
import { emptyMemory, type GateArea, type GateParts, loginsIn, openShared } from "./gated-logins.ts";
import { answerOf, type Found, holding } from "./held-logins.ts";
import { listPast } from "./past-gate.ts";
import { listWaiting } from "./waiting-factors.ts";

/** What acts ask before they are signed or saved. */
type Asked = { mayOpen: LogWriter["mayOpen"]; mayPut: ItemsArea["mayPut"] };

/** The gate of an opened profile. */
export function createGate(area: GateArea) {
  const parts: GateParts = { area, memory: emptyMemory() };
  const asWanted = () => ruleOf(area);
  const loaded = async (): Promise<void> => {
    await area.ready;
    await area.overviews.settled();
  };
  const asked: Asked = {
    async mayOpen(vaults) {
      if (asWanted().mode !== "require") return ok(true);
      await loaded();
      return refusal(await opening(parts, asWanted(), vaults));
    },
    async mayPut(logins, into) {
      if (asWanted().mode !== "require" || logins.length === 0) return ok(true);
      await loaded();
      return refusal(await putting(parts, asWanted(), { logins, into }));
    },
  };
  return {
    ...asked,
    handlers: {
      "gate.check": async (input) => {
        await loaded();
        return ok(await check(parts, input));
      },
      "gate.preview": async ({ rule }) => {
        await loaded();
        return ok(await preview(parts, rule));
      },
      "gate.past": async ({ vault }) => {
        await loaded();
        return ok(await listPast(parts, vault === undefined ? openShared(area) : [vault]));
      },
      "gate.waiting": async () => {
        await loaded();
        return ok(await listWaiting(parts, (await heldNow(parts, asWanted())).held));
      },
    } satisfies Partial<Handlers>,
  };
}

/** The team's rule as it is now. */
function ruleOf({ unlocked }: GateArea): GateRule {
  return unlocked.log.state().policy.secondFactor;
}

/** The most serious first: what is known to be unsettled says more than what is not here. */
function refusal({ mode, total, absent }: GateAnswer): Result<true> {
  if (mode !== "require") return ok(true);
  if (total > 0) return fail("not-settled", { reason: "second-factor", number: total });
  return absent > 0 ? fail("not-settled", { reason: "absent", number: absent }) : ok(true);
}

type Question = CommandParsed<"gate.check">;

function check(parts: GateParts, input: Question): Promise<GateAnswer> {
  const { area } = parts;
  const rule = ruleOf(area);
  if (!("items" in input)) return opening(parts, rule, vaultsAsked(area, input));
  const { items, into } = input;
  const logins = loginsAmong(area, items);
  return putting(parts, rule, { logins, into: into === undefined ? (logins[0]?.vault ?? null) : into });
}

/** Those that somebody of them cannot open yet. */
function vaultsAsked({ unlocked }: GateArea, { vaults, groups, to }: Exclude<Question, { items: unknown }>): VaultId[] {
  const state = unlocked.log.state();
  const ofGroups = groups.flatMap((group) => vaultsOfGroup(state, group).map(({ vault }) => vault));
  const all = [...new Set([...vaults, ...ofGroups])];
  if (to === null) return all;
  const users = [...to.users, ...to.groups.flatMap((group) => [...(state.groups.get(group)?.members ?? [])])];
  const now = unlocked.rights.now();
  return all.filter((vault) => users.some((user) => servedRight(state, user, vault, now) === null));
}

/** What holds back that more people can open these vaults. */
async function opening(parts: GateParts, rule: GateRule, vaults: readonly VaultId[]): Promise<GateAnswer> {
  const { area } = parts;
  if (rule.mode === "off") return { mode: "off", held: [], total: 0, absent: 0, unseen: [] };
  const open = vaults.filter((vault) => isReadable(area.unlocked, vault));
  const logins = loginsIn(area, new Set(open)).map((login) => ({ login, vault: login.vault }));
  return { ...(await answerOf(parts, await holding(parts, rule, logins))), ...unknownIn(area, rule, { open, vaults }) };
}

/** Whether an item that is not here is a login of that tool or class nobody can say. */
function unknownIn(
  { overviews }: GateArea,
  { scope }: GateRule,
  { open, vaults }: { open: readonly VaultId[]; vaults: readonly VaultId[] },
): Pick<GateAnswer, "absent" | "unseen"> {
  const reaches = (vault: VaultId): boolean => scope.some(({ kind, id }) => kind !== "vault" || id === vault);
  return {
    absent: open.filter(reaches).reduce((sum, vault) => sum + overviews.absentIn(vault), 0),
    unseen: vaults.filter((vault) => !open.includes(vault) && reaches(vault)),
  };
}

type Putting = { logins: readonly LoginToPut[]; into: VaultId | null };

/** What holds back that these lie there: nothing where nobody else reads. */
async function putting(parts: GateParts, rule: GateRule, { logins, into }: Putting): Promise<GateAnswer> {
  const { unlocked } = parts.area;
  const others = into === null ? null : readersOf(unlocked.log.state(), into);
  const isShared = others === null || others.some(({ user }) => user !== unlocked.profile.user);
  // A vault that is only made yet has no name that a rule could know.
  const vault = into ?? ("" as VaultId);
  const placed = isShared ? logins.map((login) => ({ login, vault })) : [];
  return { ...(await answerOf(parts, await holding(parts, rule, placed))), absent: 0, unseen: [] };
}

/** What of all that is shared the rule holds back, or would. */
export async function heldNow(parts: GateParts, rule: GateRule): Promise<Found & { open: VaultId[] }> {
  const open = openShared(parts.area);
  const logins = loginsIn(parts.area, new Set(open)).map((login) => ({ login, vault: login.vault }));
  return { ...(await holding(parts, rule, logins)), open };
}

/** As a list with counts; of a rule that holds nothing back, how the logins stand that it would be about. */
async function preview(parts: GateParts, rule: GateRule): Promise<GatePreview> {
  const { area } = parts;
  const { mode } = rule;
  const found = await heldNow(parts, mode === "off" ? { ...rule, mode: "warn" } : rule);
  const within = found.logins.filter((login) => isInScope(found.rule, login));
  const counts = { settled: 0, attention: 0, unsettled: 0, unknown: 0 };
  for (const { id } of within) counts[found.standings.get(id)?.standing ?? "unknown"]++;
  const vaults = [...area.unlocked.log.state().vaults.values()].flatMap(({ vault, kind }) =>
    kind === "shared" ? [vault] : [],
  );
  const unknown = unknownIn(area, rule, { open: found.open, vaults });
  const answer = await answerOf(parts, mode === "off" ? { ...found, held: [] } : found);
  return { ...answer, ...unknown, mode, logins: within.length, counts };
}
