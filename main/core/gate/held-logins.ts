/** Which logins the rule holds back where they would be, and how they stand. */
import type { GateAnswer, HeldLogin } from "../../../shared/contract/gate.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { type GatedLogin, type GateRule, type HeldBack, whatStops } from "../../../shared/model/second-factor/gate.ts";
import { type StandingFound, standingsAt } from "../../../shared/model/second-factor/state.ts";
import { covers } from "../../../shared/protocol/team-log/state/rules.ts";
import type { LoginToPut } from "../vaults/items/items-area.ts";
import { accountsBehind, type GateParts, gatedLogins, meantRule, offeredTo, timeOf } from "./gated-logins.ts";

/** So many are named at once. */
const namedMost = 200;

export type Placed = { login: LoginToPut; vault: VaultId };
export type Held = { back: HeldBack; login: LoginToPut };
/** `rule`: with tools by what they mean now. */
export type Found = {
  held: Held[];
  logins: GatedLogin[];
  rule: GateRule;
  standings: ReadonlyMap<string, StandingFound>;
};

/** The logins in their order, with those that the rule holds back now. */
export async function holding(parts: GateParts, rule: GateRule, placed: readonly Placed[]): Promise<Found> {
  if (rule.mode === "off") return { held: [], logins: [], rule, standings: new Map() };
  const register = await parts.area.register();
  const logins = await gatedLogins(parts, register, placed);
  const meant = meantRule(rule, register);
  const accounts = await accountsBehind(parts, register, logins);
  const now = timeOf(parts.area);
  const { stops, warns } = whatStops({ rule: meant, accounts }, logins, "grant", now);
  const byItem = new Map<string, LoginToPut>(placed.map(({ login }) => [login.item, login]));
  const held = [...stops, ...warns].map((back) => ({ back, login: byItem.get(back.login) as LoginToPut }));
  const others = accounts.filter(({ id }) => !byItem.has(id));
  return { held, logins, rule: meant, standings: standingsAt([...others, ...logins], now) };
}

/** As a page gets it: the first of them, and how many. */
export async function answerOf(
  parts: GateParts,
  { held, rule: { mode } }: Found,
): Promise<Pick<GateAnswer, "mode" | "held" | "total">> {
  const named: HeldLogin[] = [];
  for (const one of held.slice(0, namedMost)) named.push(await shapeOf(parts, one));
  return { mode, total: held.length, held: named };
}

async function shapeOf(
  { area: { unlocked }, memory }: GateParts,
  { back: { found }, login }: Held,
): Promise<HeldLogin> {
  const { item, vault, overview } = login;
  const { standing, reason, until } = found;
  return {
    ...{ item, vault, title: overview.title, standing, reason, until, offered: await offeredTo(memory, overview) },
    isAsked: overview.secondFactor?.state === "exempt" && reason === "exemption-incomplete",
    canSay: covers(unlocked.rights.of(vault), "edit"),
  };
}
