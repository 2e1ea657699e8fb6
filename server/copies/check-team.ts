/** One team, proven from the stored bytes: its log by the reducer, the blobs beside entries by the hashes in them, its vaults. */
import { bundleHash } from "../../shared/crypto/key-bundle.ts";
import { historyHash } from "../../shared/crypto/vault-key.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { verifyStatement } from "../../shared/protocol/heads/statement.ts";
import { parseJoin, verifyJoin } from "../../shared/protocol/join/join.ts";
import { findOpenInvite } from "../../shared/protocol/team-log/entries/user-add.ts";
import { entryRule } from "../../shared/protocol/team-log/entry-types.ts";
import type { TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { readStatements } from "../store/heads-store.ts";
import { listJoins } from "../store/join-store.ts";
import { listLacking } from "../store/lacking-store.ts";
import { readBlobsFrom, type TeamRow } from "../store/log-store.ts";
import type { Db } from "../store/query.ts";
import { listVaults } from "../store/vault-store.ts";
import { replayLog } from "../teams/replay.ts";
import { checkVault } from "./check-vault.ts";
import { eachRow } from "./each-row.ts";
import { faultOf, type Report } from "./report.ts";

/** Adds what holds, and what does not, to the report. Where the log itself does not verify, nothing of its vaults can be proven. */
export async function checkTeam(db: Db, { team_no: teamNo, team }: TeamRow, report: Report): Promise<void> {
  const { proven, faults } = report;
  const listed = new Set<Hash>();
  const state = await replayLog(db, { teamNo, team }, ({ body }) => {
    proven.entries++;
    for (const { hash } of body.attached.bundles) listed.add(hash);
    for (const hash of entryRule(body.type).histories(body.payload)) listed.add(hash);
  });
  if (!state.ok) {
    faults.push(faultOf({ team }, state.failure));
    return;
  }
  const beside = await checkBlobs(db, teamNo, listed);
  if (!beside.ok) faults.push(faultOf({ team }, beside.failure));
  const joins = await checkJoins(db, teamNo, state.value);
  if (!joins.ok) faults.push(faultOf({ team }, joins.failure));
  const stored = new Map((await listVaults(db, teamNo)).map((row) => [row.vault, row]));
  for (const vault of new Set([...state.value.vaults.keys(), ...stored.keys()])) {
    const row = stored.get(vault);
    const isBoth = row !== undefined && state.value.vaults.has(vault);
    const held = isBoth
      ? await checkVault({ db, teamNo, state: state.value, vault, vaultNo: row.vaultNo, head: row.head, proven })
      : fail("damaged-database", { reason: "vault-row" });
    if (!held.ok) faults.push(faultOf({ team, vault }, held.failure));
  }
  const said = await checkStatements(db, teamNo, state.value);
  if (!said.ok) faults.push(faultOf({ team }, said.failure));
  proven.teams++;
}

/** Every bundle and key history that an entry lists is here, by its own bytes; and nothing that none lists. */
async function checkBlobs(db: Db, teamNo: number, listed: ReadonlySet<Hash>): Promise<Result<true>> {
  let found = 0;
  const held = await eachRow(
    (page) => readBlobsFrom(db, { teamNo, ...page }),
    ({ hash, bytes }) => {
      if (bundleHash(bytes) !== hash && historyHash(bytes) !== hash)
        return fail("damaged-database", { reason: "key-blob" });
      found++;
      return listed.has(hash) ? ok(true) : fail("recipient-set", { reason: "blob-unlisted" });
    },
  );
  if (!held.ok) return held;
  // A restored server says itself what apps have still to bring: that is no fault.
  const owed = (await listLacking(db, { teamNo, vaultNo: 0 })).filter(({ name }) => listed.has(name as Hash));
  return found + owed.length === listed.size ? ok(true) : fail("recipient-set", { reason: "blob-missing" });
}

/** Who waits to be let in does so under an open invite, with a message that an admin's app will take. */
async function checkJoins(db: Db, teamNo: number, state: TeamState): Promise<Result<true>> {
  for (const { invite, bytes } of await listJoins(db, teamNo)) {
    const open = findOpenInvite(state, invite);
    if (!open.ok) continue;
    const join = parseJoin(bytes);
    if (!join.ok || !verifyJoin(join.value, open.value, state.team).ok)
      return fail("damaged-database", { reason: "join" });
  }
  return ok(true);
}

/** What computers said of where they stand: signed by them, on this log. */
async function checkStatements(db: Db, teamNo: number, state: TeamState): Promise<Result<true>> {
  return await eachRow(
    (page) => readStatements(db, { teamNo, ...page }),
    ({ bytes }) => (verifyStatement(state, bytes).ok ? ok(true) : fail("damaged-database", { reason: "statement" })),
  );
}
