/** What an act would change that somebody else asks this person to sign, in words, from what the core worked out of what would be signed. */
import type { CosignChange } from "../../shared/contract/cosign.ts";
import type { TeamRules } from "../../shared/contract/policy.ts";
import type { GroupShape, MemberShape, VaultShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { nameOf } from "./act-state.ts";
import { gateState, ruleState } from "./rule-state.ts";

const request = words.cosign.request;
export type ChangeNames = { members: MemberShape[]; groups: GroupShape[]; vaults: VaultShape[] };
/** Of one thing: how it is, and how it would be. */
export type ChangeRow = { title: string; now: string; after: string };

/** Who wants what. */
export function wantsOf(user: string, change: CosignChange, members: MemberShape[]): string {
  const name = nameOf(members);
  if (change.type === "policy") return request.wants.policy(name(user));
  return request.wants[change.type](name(user), change.user === user ? request.self : name(change.user));
}

/** Only what differs. */
export function rowsOf(change: CosignChange, { members }: Pick<ChangeNames, "members">): ChangeRow[] {
  const rows = rowsByType[change.type] as RowsBy<CosignChange["type"]>;
  return rows(change as never, nameOf(members)).filter(({ now, after }) => now !== after);
}

type ChangeOf<Type> = Extract<CosignChange, { type: Type }>;
type RowsBy<Type> = (change: ChangeOf<Type>, name: (user: string) => string) => ChangeRow[];

const rowsByType: { readonly [Type in CosignChange["type"]]: RowsBy<Type> } = {
  policy: ({ before, after }) => ruleRows(before, after),
  "user-role": ({ user, before, after }, name) => [
    {
      title: `${request.role}: ${name(user)}`,
      now: words.people.roles[before.role],
      after: words.people.roles[after.role],
    },
    { title: request.end, now: endOf(before.end), after: endOf(after.end) },
  ],
  "user-remove": ({ user }, name) => [
    { title: request.membership(name(user)), now: request.inTeam, after: request.outOfTeam },
  ],
  "device-revoke": ({ kind, user, number }, name) => [
    { title: request.device[kind](name(user), number), now: request.inUse, after: request.revoked },
  ],
};

type Rules = Pick<TeamRules, "sessions" | "secondFactor" | "cosigned">;

function ruleRows(before: Rules, after: Rules): ChangeRow[] {
  const signers = ({ cosigned }: Rules, type: TeamRules["cosigned"][number]) =>
    cosigned.includes(type) ? words.cosign.two : words.cosign.one;
  return [
    { title: words.rules.wants, now: ruleState(before.sessions), after: ruleState(after.sessions) },
    { title: words.gate.title, now: gateState(before.secondFactor), after: gateState(after.secondFactor) },
    ...cosignedNames.map((type) => ({
      title: words.cosign.acts[type],
      ...{ now: signers(before, type), after: signers(after, type) },
    })),
  ];
}

/** The acts that the rules may ask a second signature for, in the order in which they are shown. */
export const cosignedNames = Object.keys(words.cosign.acts) as TeamRules["cosigned"];

const endOf = (end: number | null): string => (end === null ? request.noEnd : shortDay(end));

/** What follows from it for others. */
export function effectsOf(change: CosignChange, { members, groups, vaults }: ChangeNames): string[] {
  if (change.type === "policy") return [];
  const name = nameOf(members);
  const titleOf = (vault: string) => vaults.find((one) => one.vault === vault)?.title || request.hiddenVault;
  const groupOf = (group: string) => groups.find((one) => one.group === group)?.name || request.hiddenGroup;
  return [
    ...(change.vaults.length === 0 ? [] : [request.vaults(change.vaults.length)]),
    ...change.heirs.map(({ vault, group, user }) =>
      request.heir(name(user), vault === undefined ? groupOf(group ?? "") : titleOf(vault)),
    ),
  ];
}
