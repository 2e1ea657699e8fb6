/**
 * The gate on giving access: which logins an act may not open to more people, by the team's rule. One function for every act,
 * asked by the app that signs and by every app that sees the login.
 */
import type { EpochMs, VaultId } from "../../encoding/ids.ts";
import { type FactorAccount, type StandingFound, standingsAt } from "./state.ts";

/** The team's rule, as its policy says it [model: Policy]. */
export type GateRule = {
  mode: "off" | "warn" | "require";
  scope: readonly (
    | { kind: "all"; id: null }
    | { kind: "vault"; id: VaultId }
    | { kind: "tool"; id: string }
    | { kind: "class"; id: string }
  )[];
};

/** A login that the act opens to somebody, with what the catalogue knows of its tool and what class of data lies there. */
export type GatedLogin = FactorAccount & {
  vault: VaultId;
  dataClass: string | null;
  offered: "stronger" | "nothing-stronger" | "unknown";
  /** Whether who said it is a lead or an admin. */
  isSaidByLead: boolean;
};

/** Whether another person can open a login after the act who could not before. What only changes a login is taken. */
const widens = {
  share: true,
  grant: true,
  "group-change": true,
  invite: true,
  admit: true,
  "role-change": true,
  move: true,
  restore: true,
  duplicate: true,
  save: false,
  import: false,
} as const satisfies Record<string, boolean>;
export type GatedAct = keyof typeof widens;
export const gatedActs = Object.keys(widens) as GatedAct[];

export type HeldBack = { login: string; found: StandingFound; offered: GatedLogin["offered"] };
/** `stops`: the act cannot be. `warns`: it may go on, once it was said. */
export type GateAnswer = { stops: HeldBack[]; warns: HeldBack[] };

export type GateContext = {
  rule: GateRule;
  /** All accounts that are known: logins that sign in through another tool ask them. */
  accounts: readonly FactorAccount[];
};

/**
 * The logins that hold this act back, in the order in which they were given. An exception is the login's own exemption, which two people
 * signed (`state.ts`): it settles it until its end.
 */
export function whatStops(
  { rule, accounts }: GateContext,
  logins: readonly GatedLogin[],
  act: GatedAct,
  now: EpochMs,
): GateAnswer {
  if (rule.mode === "off" || !widens[act]) return { stops: [], warns: [] };
  const given = new Set(logins.map(({ id }) => id));
  const standings = standingsAt([...accounts.filter(({ id }) => !given.has(id)), ...logins], now);
  const held = logins.flatMap((login): HeldBack[] => {
    const found = standings.get(login.id);
    if (found === undefined || !isInScope(rule, login) || passes(login, found)) return [];
    return [{ login: login.id, found, offered: login.offered }];
  });
  return rule.mode === "require" ? { stops: held, warns: [] } : { stops: [], warns: held };
}

/** Whether the rule is about this login at all. */
export function isInScope({ scope }: GateRule, { vault, tool, dataClass }: GatedLogin): boolean {
  const own = { all: null, vault, tool, class: dataClass };
  return scope.some(({ kind, id }) => kind === "all" || own[kind] === id);
}

/** What is weak passes where nothing stronger is to be had; of a tool that the catalogue does not know a lead says so. */
function passes({ offered, isSaidByLead }: GatedLogin, { standing }: StandingFound): boolean {
  if (standing === "settled") return true;
  if (standing !== "attention") return false;
  return offered === "nothing-stronger" || (offered === "unknown" && isSaidByLead);
}
