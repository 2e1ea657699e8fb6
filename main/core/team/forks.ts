/** What people see and hand on of two histories of their team, and the code by which they compare theirs [protocol: Forks]. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { ForkShape, ForkSide, TeamCodeShape } from "../../../shared/contract/forks.ts";
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { evidenceMost } from "../../../shared/protocol/forks/evidence.ts";
import { evidenceText } from "../../../shared/protocol/forks/evidence-file.ts";
import { type Compared, codeAtEntry, compareTeamCode, teamCode } from "../../../shared/protocol/forks/team-code.ts";
import { type Entry, parseEntry } from "../../../shared/protocol/team-log/entry.ts";
import { headAt } from "../../../shared/protocol/team-log/state/rules.ts";
import { findEntry } from "../local/named-bytes.ts";
import type { TeamArea } from "./team-area.ts";

/** `team.code`: `invalid-input` for a number above the log. */
export function codeOf({ log }: TeamArea, { number }: CommandParsed<"team.code">): Result<TeamCodeShape> {
  const state = log.state();
  const last = teamCode(state);
  const asked = number === undefined ? last : codeAtEntry(state, number);
  return asked === null ? fail("invalid-input", { field: "number" }) : ok({ ...asked, last: last?.number ?? 0 });
}

/** `team.checkCode`. */
export function compareCode({ log }: TeamArea, theirs: CommandParsed<"team.checkCode">): Result<Compared> {
  return ok(compareTeamCode(log.state(), theirs));
}

/** `team.fork`. */
export function forkOf(area: TeamArea): ForkShape {
  const { fork, log } = area;
  const verdict = fork.verdict();
  const kept = fork.evidence();
  const by = verdict.state === "none" ? [] : verdict.by;
  const first = placeOf(area);
  const isShown = verdict.state !== "none" && first !== null;
  const branch = kept.branch.flatMap((bytes) => {
    const entry = parseEntry(bytes);
    return entry.ok ? [entry.value] : [];
  });
  return {
    state: verdict.state,
    since: verdict.state === "proven" ? kept.since : null,
    mine: isShown ? sideOf(myEntry(area, first), log.state().head.seq - first) : null,
    other: isShown ? sideOf(branch[0] ?? null, branch.length - 1) : null,
    people: [...new Set(by.map(({ user }) => user))],
  };
}

/** The number of the first entry that is known to differ; null where none was shown. */
function placeOf({ fork }: TeamArea): number | null {
  const { branch, common } = fork.evidence();
  return branch.length > 0 ? common + 1 : null;
}

function myEntry({ db, log }: TeamArea, number: number): Entry | null {
  return findEntry(db, number, headAt(log.state(), number));
}

function sideOf(entry: Entry | null, more: number): ForkSide | null {
  if (entry === null) return null;
  const { seq, type, actor, time } = entry.body;
  return { number: seq, type, user: actor.user, at: time, more };
}

/** As many of mine as are kept of the other, from before the place on; at first those that somebody's word stands beside. */
function myEntries(area: TeamArea, named: readonly number[]): Uint8Array[] {
  const first = placeOf(area) ?? Math.min(...named);
  const around = Array.from({ length: evidenceMost.entries + 1 }, (_, at) => Math.max(0, first - 1) + at);
  const found = [...new Set([...named, ...around])].flatMap((number) => myEntry(area, number) ?? []);
  let size = 0;
  const kept = found.filter(({ bytes }) => {
    size += bytes.length;
    return size <= evidenceMost.entryBytes;
  });
  return kept.sort((one, other) => one.body.seq - other.body.seq).map(({ bytes }) => bytes);
}

/**
 * `team.saveEvidence`: both histories around the place where they part, or both chains of a vault. `not-found` where nothing differs,
 * `cancelled`, `storage-full`.
 */
export async function saveEvidence(
  area: TeamArea,
  { vault }: CommandParsed<"team.saveEvidence">,
): Promise<Result<CommandOutput<"team.saveEvidence">>> {
  const text = vault === undefined ? textOfLog(area) : textOfVault(area, vault);
  if (text === null) return fail("not-found", { field: "evidence" });
  const begun = await area.ports.downloads.begin("latchkey-evidence.json");
  if (!begun.ok) return begun;
  const written = begun.value.write(new TextEncoder().encode(text));
  if (written.ok) return begun.value.finish();
  begun.value.discard();
  return written;
}

function textOfLog(area: TeamArea): string | null {
  const { fork, log } = area;
  const verdict = fork.verdict();
  if (verdict.state === "none") return null;
  const { branch, words } = fork.evidence();
  const mine = myEntries(
    area,
    verdict.by.map(({ seq }) => seq),
  );
  return evidenceText(log.state(), { mine, other: branch, words });
}

/** As many commits of mine as are kept of the other chain, from the first that differs on. */
function textOfVault({ vaults, log }: TeamArea, vault: VaultId): string | null {
  const kept = vaults.forkOf(vault);
  const held = vaults.commits(vault);
  if (kept === null || !held.ok) return null;
  const mine = held.value
    .filter(({ body }) => body.seq > kept.common)
    .slice(0, Math.max(1, kept.branch.length))
    .map(({ bytes }) => bytes);
  const words = kept.words.map((bytes) => ({ kind: "statement" as const, bytes }));
  return evidenceText(log.state(), { vault, mine, other: kept.branch, words });
}
