/** The register of shared logins, from the overviews: nothing is opened for it. */
import type { CommandParsed } from "../../../../shared/contract/commands.ts";
import type { RegisterPage, RegisterRow } from "../../../../shared/contract/register-shapes.ts";
import type { EpochMs, UserId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { Overview } from "../../../../shared/model/items.ts";
import {
  gapsOf,
  pastGaps,
  type RegisterFilter,
  registerFilters,
  unansweredGaps,
} from "../../../../shared/model/register.ts";
import { compareTitles, foldText } from "../../../../shared/model/search-text.ts";
import { hasRoleEnded } from "../../../../shared/protocol/team-log/state/rules.ts";
import { isReadable } from "../overviews/overviews.ts";
import type { ItemsCore } from "./items-area.ts";

type Query = CommandParsed<"register.list">;

const soonMs = 30 * 86_400_000;
const rowsAtOnce = 200;

type Row = Pick<RegisterRow, "item" | "title" | "gaps"> & { vault: VaultId; overview: Overview };

const isPast = ({ gaps }: Pick<Row, "gaps">): boolean => gaps.some((gap) => pastGaps.includes(gap));
const isMissing = ({ gaps }: Pick<Row, "gaps">): boolean => gaps.some((gap) => !pastGaps.includes(gap));

const matching: Record<RegisterFilter, (row: Row, now: number) => boolean> = {
  all: () => true,
  unanswered: ({ gaps }) => gaps.some((gap) => unansweredGaps.includes(gap)),
  missing: isMissing,
  past: isPast,
  soon: ({ overview: { sharedLogin } }, now) =>
    [sharedLogin?.reviewAt, sharedLogin?.end].some(
      (time) => typeof time === "number" && time > now && time <= now + soonMs,
    ),
  ends: ({ overview: { sharedLogin } }) => (sharedLogin?.end ?? null) !== null,
};

/** What to look at first: past, then missing, then by title. Rows are put in order only where some are asked for. */
export function listRegister(core: ItemsCore, query: Query): RegisterPage {
  const { text = "", only = "all", vault, offset = 0, limit = rowsAtOnce } = query;
  const now = core.unlocked.ports.clock.now();
  const all = registerRows(core, now).filter((row) => vault === undefined || row.vault === vault);
  const isFound = finding(text);
  const found = all.filter((row) => matching[only](row, now) && isFound(row));
  return {
    total: found.length,
    rows: limit === 0 ? [] : inOrder(found).slice(offset, offset + limit),
    ...tally(all, now),
    absent: sharedVaults(core, vault).reduce((sum, one) => sum + core.overviews.absentIn(one), 0),
  };
}

const foldedTexts = new WeakMap<Overview, string>();

/** Title and reason as they are searched: folded once for each overview. */
function foldedText(overview: Overview): string {
  const known = foldedTexts.get(overview);
  if (known !== undefined) return known;
  const folded = foldText(`${overview.title}\n${overview.sharedLogin?.reason ?? ""}`);
  foldedTexts.set(overview, folded);
  return folded;
}

/** Whether a row holds all words that were typed. */
function finding(text: string): (row: Row) => boolean {
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== "");
  return ({ overview }) => words.length === 0 || words.every((word) => foldedText(overview).includes(word));
}

function inOrder(found: readonly Row[]): RegisterRow[] {
  const rank = (row: Row): number => (isPast(row) ? 0 : isMissing(row) ? 1 : 2);
  return found
    .map((row) => ({ row, rank: rank(row) }))
    .sort((one, other) => one.rank - other.rank || compareTitles(one.row.title, other.row.title))
    .map(({ row: { overview, ...row } }) => ({ ...row, shared: overview.sharedLogin }));
}

/** How many there are of each, in one pass. */
function tally(all: readonly Row[], now: number): Pick<RegisterPage, "counts" | "vaults"> {
  const counts = { complete: 0, all: 0, unanswered: 0, missing: 0, past: 0, soon: 0, ends: 0 };
  const vaults = new Map<VaultId, RegisterPage["vaults"][number]>();
  for (const row of all) {
    for (const filter of registerFilters) if (matching[filter](row, now)) counts[filter]++;
    const of = vaults.get(row.vault) ?? { vault: row.vault, logins: 0, complete: 0 };
    vaults.set(row.vault, of);
    of.logins++;
    if (row.gaps.length > 0) continue;
    of.complete++;
    counts.complete++;
  }
  return { counts, vaults: [...vaults.values()] };
}

/** The shared vaults that this person may open, or this one of them. */
export function sharedVaults({ unlocked }: ItemsCore, only: VaultId | undefined): VaultId[] {
  return [...unlocked.log.state().vaults.values()].flatMap(({ vault, kind, archived }) =>
    kind === "shared" && !archived && isReadable(unlocked, vault) && (only === undefined || vault === only)
      ? [vault]
      : [],
  );
}

function registerRows(core: ItemsCore, now: number): Row[] {
  const state = core.unlocked.log.state();
  const open = new Set(sharedVaults(core, undefined));
  const isMember = (user: string): boolean =>
    state.users.get(user as UserId)?.active === true && !hasRoleEnded(state, user as UserId, now as EpochMs);
  return [...core.overviews.index.rows()].flatMap(({ item, vault, overview }) => {
    const { kind, title, sharedLogin } = overview;
    if (kind !== "login" || !open.has(vault)) return [];
    return [{ item, vault, title, overview, gaps: gapsOf(sharedLogin, { now, isMember }) }];
  });
}
