/**
 * What there is to know of each type of act that is signed twice [protocol: Cosignatures]: one row each. What is shown is worked out
 * from the payload on this computer's own log.
 */
import type { QueuedAct } from "../../../shared/contract/acts.ts";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { CosignChange } from "../../../shared/contract/cosign.ts";
import type { DeviceId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import type { CosignedAct, CosignedByPolicy, CosignedType } from "../../../shared/protocol/team-log/cosigned-types.ts";
import { cosignedByPolicy } from "../../../shared/protocol/team-log/cosigned-types.ts";
import type { Payloads } from "../../../shared/protocol/team-log/entry-types.ts";
import { isSamePolicy, type Policy } from "../../../shared/protocol/team-log/state/policy.ts";
import type { TeamState } from "../../../shared/protocol/team-log/state/team-state.ts";
import { lastTime } from "../../../shared/text.ts";
import { widening } from "../heads/widening.ts";
import type { LogWriter } from "../log/act.ts";
import { revoker } from "./devices.ts";
import { withAllHeads } from "./leaving.ts";
import type { TeamParts } from "./team-area.ts";

/** The state that the entry is tried on, and what it gives there. */
export type Outcome = { before: TeamState; after: TeamState; cuts: readonly VaultId[] };
/** A command that becomes such an act. */
export type CosignedCommand = "policy.set" | "member.remove" | "member.setRole" | "device.revoke";
/** As which command it is told and listed, and what it then takes. */
type Told = { [Name in CosignedCommand]: { command: Name; input: CommandParsed<Name> } }[CosignedCommand];
type Listed = Pick<QueuedAct, "users"> &
  Partial<Pick<QueuedAct, "role" | "sessions" | "secondFactor" | "cosigned" | "device">>;

type CosignedRule<Type extends CosignedType> = {
  /** Asked for anew, it takes the place of what waits under this name. */
  name(payload: Payloads[Type]): string;
  /** It is so already. */
  isDone(state: TeamState, payload: Payloads[Type]): boolean;
  /** It gives somebody more, and so waits for a fresh view too [protocol: Freshness]. */
  widens(area: Pick<TeamParts, "log" | "profile">, payload: Payloads[Type]): boolean;
  writer(area: TeamParts, payload: Payloads[Type]): LogWriter;
  told(payload: Payloads[Type]): Told;
  listed(state: TeamState, payload: Payloads[Type]): Listed;
  change(outcome: Outcome, payload: Payloads[Type]): CosignChange;
  /** Everything that it changes is shown: what is not is not signed. */
  isShownWhole(state: TeamState, payload: Payloads[Type]): boolean;
};

const taking = { widens: () => false, isShownWhole: () => true } as const;

const rules: { readonly [Type in CosignedType]: CosignedRule<Type> } = {
  policy: {
    ...taking,
    name: () => "policy",
    isDone: (state, { policy }) => isSamePolicy(state.policy, policy),
    writer: (area) => area,
    told: ({ policy }) => ({
      command: "policy.set",
      input: { ...rulesIn(policy), secondFactor: policy.secondFactor as CommandParsed<"policy.set">["secondFactor"] },
    }),
    listed: ({ policy: before }, { policy: after }) => ({
      users: [],
      ...(isEqual(sessionsIn(before), sessionsIn(after)) ? {} : { sessions: sessionsIn(after) }),
      ...(isEqual(before.secondFactor, after.secondFactor) ? {} : { secondFactor: after.secondFactor }),
      ...(isEqual(cosignedIn(before), cosignedIn(after)) ? {} : { cosigned: cosignedIn(after) }),
    }),
    change: ({ before }, { policy }) => ({ type: "policy", before: rulesIn(before.policy), after: rulesIn(policy) }),
    isShownWhole(state, { policy }) {
      const { serverTotp, secondFactor, cosigned } = state.policy;
      const isUnknown = (type: string) => !(cosignedByPolicy as readonly string[]).includes(type);
      const isKnownRest = isEqual(policy.cosigned.filter(isUnknown), cosigned.filter(isUnknown));
      return (
        isKnownRest &&
        isSamePolicy({ ...policy, serverTotp, secondFactor, cosigned }, state.policy) &&
        (policy.serverTotp.from ?? 0) <= lastTime
      );
    },
  },
  "user-role": {
    ...taking,
    name: ({ user }) => `user-role ${user}`,
    isDone: (state, { user, role, end }) =>
      state.users.get(user)?.role === role && state.users.get(user)?.roleEnd === end,
    widens: ({ log, profile }, payload) =>
      widening["member.setRole"].split(log.state(), profile.user, roleInput(payload)).held !== null,
    writer: withAllHeads,
    told: (payload) => ({ command: "member.setRole", input: roleInput(payload) }),
    listed: (_state, { user, role }) => ({ users: [user], role }),
    change(outcome, { user, role, end }) {
      const had = outcome.before.users.get(user);
      const before = { role: had?.role ?? role, end: had?.roleEnd ?? null };
      return { type: "user-role", user, before, after: { role, end }, ...lossOf(outcome) };
    },
    isShownWhole: (_state, { end }) => (end ?? 0) <= lastTime,
  },
  "user-remove": {
    ...taking,
    name: ({ user }) => `user-remove ${user}`,
    isDone: (state, { user }) => state.users.get(user)?.active === false,
    writer: withAllHeads,
    told: ({ user }) => ({ command: "member.remove", input: { user } }),
    listed: (_state, { user }) => ({ users: [user] }),
    change: (outcome, { user }) => ({ type: "user-remove", user, ...lossOf(outcome) }),
  },
  "device-revoke": {
    ...taking,
    name: ({ device }) => `device-revoke ${device}`,
    isDone: (state, { device }) => state.devices.get(device)?.active === false,
    writer: (area, { device }) => revoker(area, device),
    told: ({ device }) => ({ command: "device.revoke", input: { device } }),
    listed: (state, { device }) => ({ users: ownerOf(state, device), device }),
    change: (outcome, { device }) => ({
      type: "device-revoke",
      device,
      ...deviceOf(outcome.before, device),
      ...lossOf(outcome),
    }),
  },
};

/** The row of an act's type, given that act. */
function on<Answer>(
  { type, payload }: CosignedAct,
  ask: <Type extends CosignedType>(rule: CosignedRule<Type>, of: Payloads[Type]) => Answer,
): Answer {
  return ask(rules[type] as CosignedRule<CosignedType>, payload as Payloads[CosignedType]);
}

export const nameOf = (act: CosignedAct): string => on(act, (rule, of) => rule.name(of));
export const isDone = (state: TeamState, act: CosignedAct): boolean => on(act, (rule, of) => rule.isDone(state, of));
export const widens = (area: Pick<TeamParts, "log" | "profile">, act: CosignedAct): boolean =>
  on(act, (rule, of) => rule.widens(area, of));
export const writerOf = (area: TeamParts, act: CosignedAct): LogWriter => on(act, (rule, of) => rule.writer(area, of));
export const toldAs = (act: CosignedAct): Told => on(act, (rule, of) => rule.told(of));
export const listedAs = (state: TeamState, act: CosignedAct): Listed => on(act, (rule, of) => rule.listed(state, of));
export const changeBy = (outcome: Outcome, act: CosignedAct): CosignChange =>
  on(act, (rule, of) => rule.change(outcome, of));
export const isShownWhole = (state: TeamState, act: CosignedAct): boolean =>
  on(act, (rule, of) => rule.isShownWhole(state, of));

/** A request lasts two weeks by the clock of whoever asks, and of whoever is asked. */
export function isTooOld(askedAt: number, now: number): boolean {
  return now - askedAt > 14 * 86_400_000;
}

/** Types that the policy names and this version knows. */
export function cosignedIn({ cosigned }: Pick<Policy, "cosigned">): CosignedByPolicy[] {
  return cosignedByPolicy.filter((type) => cosigned.includes(type));
}

const sessionsIn = ({ serverTotp: { newSessions, from } }: Policy) => ({ asked: newSessions, from });
const rulesIn = (policy: Policy) => ({
  ...{ sessions: sessionsIn(policy), secondFactor: policy.secondFactor, cosigned: cosignedIn(policy) },
});
const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

function roleInput({ user, role, end }: Payloads["user-role"]): CommandParsed<"member.setRole"> {
  return { user, role, ...(end === null ? {} : { end }) };
}

function ownerOf({ devices }: TeamState, device: DeviceId): UserId[] {
  const user = devices.get(device)?.user;
  return user === undefined ? [] : [user];
}

/** Whose it is, what it is, and its number among their own of its kind, as they came. */
function deviceOf({ devices }: TeamState, device: DeviceId) {
  const found = devices.get(device);
  const { user = "", kind = "computer" as const } = found ?? {};
  const theirs = [...devices.values()]
    .filter((one) => one.user === user && one.kind === kind)
    .sort((one, other) => one.addedSeq - other.addedSeq);
  return { user, kind, number: theirs.findIndex((one) => one.device === device) + 1 };
}

/** Live shared vaults in which a right falls, and who becomes their manager or that of a group by it. */
function lossOf({ before, after, cuts }: Outcome) {
  const isShared = (id: VaultId) => before.vaults.get(id)?.kind === "shared";
  return { vaults: cuts.filter(isShared), heirs: [...vaultHeirs(before, after), ...groupHeirs(before, after)] };
}

function vaultHeirs(before: TeamState, after: TeamState) {
  return [...after.vaults.values()].flatMap(({ vault, access }) => {
    const had = before.vaults.get(vault)?.access;
    if (had === access) return [];
    const gained = [...access].filter(
      ([id, { permission }]) => permission === "manage" && had?.get(id)?.permission !== "manage",
    );
    return gained.map(([id]) => ({ vault: vault as string, user: id as string }));
  });
}

function groupHeirs(before: TeamState, after: TeamState) {
  return [...after.groups.values()].flatMap(({ group, managers }) => {
    const had = before.groups.get(group)?.managers;
    const gained = had === managers ? [] : [...managers].filter((user) => had?.has(user) !== true);
    return gained.map((user) => ({ group: group as string, user: user as string }));
  });
}
