/** What of second factors waits for this person: logins to settle, exceptions to sign, exceptions that end soon. */
import type { FactorException, FactorsWaiting } from "../../../shared/contract/gate.ts";
import type { StandingFound, StandingReason } from "../../../shared/model/second-factor/state.ts";
import { standingsAt } from "../../../shared/model/second-factor/state.ts";
import { covers } from "../../../shared/protocol/team-log/state/rules.ts";
import type { LoginToPut } from "../vaults/items/items-area.ts";
import { type GateParts, gatedLogins, loginsIn, openShared, timeOf } from "./gated-logins.ts";
import type { Held } from "./held-logins.ts";

/** So long before its end an exception is told. */
const soonMs = 14 * 86_400_000;

/** `held`: what the team's rule holds back now. */
export async function listWaiting(parts: GateParts, held: readonly Held[]): Promise<FactorsWaiting> {
  const { area } = parts;
  const { rights, profile } = area.unlocked;
  const maySettle = ({ vault }: LoginToPut): boolean => covers(rights.of(vault), "edit");
  const now = timeOf(area);
  const exempt = await exemptLogins(parts);
  const of = (reason: StandingReason) =>
    exempt.filter(({ found, login }) => found.reason === reason && maySettle(login));
  return {
    settle: held.filter(({ login, back }) => maySettle(login) && back.found.reason !== "exemption-incomplete").length,
    sign: of("exemption-incomplete").flatMap(({ login }) => {
      const asked = login.overview.secondFactor;
      const isForMe = asked?.approver === profile.user && asked.by !== profile.user && (asked.until ?? 0) > now;
      return isForMe ? exceptionOf(login) : [];
    }),
    ending: of("exempt").flatMap(({ login, found }) =>
      found.until !== null && found.until - now <= soonMs ? exceptionOf(login) : [],
    ),
  };
}

type Exempt = { login: LoginToPut; found: StandingFound };

async function exemptLogins(parts: GateParts): Promise<Exempt[]> {
  const all = loginsIn(parts.area, new Set(openShared(parts.area)));
  const exempt = all.filter(({ overview }) => overview.secondFactor?.state === "exempt");
  if (exempt.length === 0) return [];
  const placed = exempt.map((login) => ({ login, vault: login.vault }));
  const logins = await gatedLogins(parts, await parts.area.register(), placed);
  const standings = standingsAt(logins, timeOf(parts.area));
  return exempt.flatMap((login) => {
    const found = standings.get(login.item);
    return found === undefined ? [] : [{ login, found }];
  });
}

function exceptionOf({ item, overview: { title, secondFactor } }: LoginToPut): FactorException[] {
  if (secondFactor === null) return [];
  const { by, reason, until } = secondFactor;
  return [{ item, title, by, reason: reason ?? "", until: until ?? 0 }];
}
