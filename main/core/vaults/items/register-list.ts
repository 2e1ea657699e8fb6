/** The register of shared logins, from the overviews: nothing is opened for it. */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { RegisterPage, RegisterRow } from "../../../../shared/contract/register-shapes.ts";
import type { EpochMs, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import { gapsOf, pastGaps, type RegisterFilter, registerFilters } from "../../../../shared/model/register.ts";
import { compareTitles, foldText } from "../../../../shared/model/search-text.ts";
import { hasRoleEnded } from "../../../../shared/protocol/team-log/state/rules.ts";
import { isReadable } from "../overviews/overviews.ts";
import type { ItemsCore } from "./items-area.ts";

type Query = CommandParsed<"register.list">;

const soonMs = 30 * 86_400_000;
const rowsAtOnce = 200;

const isPast = ({ gaps }: RegisterRow): boolean => gaps.some((gap) => pastGaps.includes(gap));
const isMissing = ({ gaps }: RegisterRow): boolean => gaps.some((gap) => !pastGaps.includes(gap));

const matching: Record<RegisterFilter, (row: RegisterRow, now: number) => boolean> = {
  all: () => true,
  missing: isMissing,
  past: isPast,
  soon: ({ shared }, now) =>
    [shared?.reviewAt, shared?.end].some((time) => typeof time === "number" && time > now && time <= now + soonMs),
  ends: ({ shared }) => (shared?.end ?? null) !== null,
};

/** What to look at first: past, then missing, then by title. */
export function listRegister(core: ItemsCore, query: Query): RegisterPage {
  const { text = "", only = "all", vault, offset = 0, limit = rowsAtOnce } = query;
  const now = core.unlocked.ports.clock.now();
  const all = registerRows(core, now).filter((row) => vault === undefined || row.vault === vault);
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  const isFound = ({ title, shared }: RegisterRow): boolean => {
    const searched = foldText(`${title}\n${shared?.reason ?? ""}`);
    return words.every((word) => searched.includes(word));
  };
  const found = all.filter((row) => matching[only](row, now) && isFound(row));
  const rank = (row: RegisterRow): number => (isPast(row) ? 0 : isMissing(row) ? 1 : 2);
  found.sort((one, other) => rank(one) - rank(other) || compareTitles(one.title, other.title));
  const count = (is: (row: RegisterRow) => boolean): number => all.filter(is).length;
  const counted = registerFilters.map((filter) => [filter, count((row) => matching[filter](row, now))] as const);
  const vaults = [...new Set(all.map((row) => row.vault))];
  return {
    total: found.length,
    rows: found.slice(offset, offset + limit),
    counts: {
      ...(Object.fromEntries(counted) as Record<RegisterFilter, number>),
      complete: count(({ gaps }) => gaps.length === 0),
    },
    vaults: vaults.map((one) => ({
      vault: one,
      logins: count((row) => row.vault === one),
      complete: count((row) => row.vault === one && row.gaps.length === 0),
    })),
    absent: sharedVaults(core, vault).reduce((sum, one) => sum + core.overviews.absentIn(one), 0),
  };
}

/** The shared vaults that this person may open, or this one of them. */
function sharedVaults({ unlocked }: ItemsCore, only: VaultId | undefined): VaultId[] {
  return [...unlocked.log.state().vaults.values()].flatMap(({ vault, kind, archived }) =>
    kind === "shared" && !archived && isReadable(unlocked, vault) && (only === undefined || vault === only)
      ? [vault]
      : [],
  );
}

function registerRows(core: ItemsCore, now: number): RegisterRow[] {
  const state = core.unlocked.log.state();
  const open = new Set(sharedVaults(core, undefined));
  const isMember = (user: string): boolean =>
    state.users.get(user as UserId)?.active === true && !hasRoleEnded(state, user as UserId, now as EpochMs);
  return [...core.overviews.index.rows()].flatMap(({ item, vault, overview }) => {
    const { kind, title, sharedLogin: shared } = overview;
    if (kind !== "login" || !open.has(vault)) return [];
    return [{ item, vault, title, shared, gaps: gapsOf(shared, { now, isMember }) }];
  });
}
