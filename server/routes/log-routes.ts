/** The team log: pages, appends, and the bundles and key histories beside its entries [protocol: Team log] [protocol: Vault keys]. */
import type { DeviceId, Hash, TeamId, UserId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { hasPlace, servedVaults } from "../authority/authority.ts";
import { findBlobSize, readBlobs, readEntries } from "../store/log-store.ts";
import { appendEntries, repeatGenesis } from "../teams/append-entries.ts";
import { createTeam } from "../teams/create-team.ts";
import { serialize, type Team } from "../teams/team.ts";
import type { Call, Handler, RouteContext } from "./call.ts";

/** A page of the log from `from` on, and the head. */
export const readLog: Handler<"log", "db"> = async ({ db }, { team, request }) => {
  if (team === null) return fail("role", { reason: "session" });
  const { head } = team.state;
  const page = { teamNo: team.teamNo, from: request.from, count: limits.entriesPerPage, bytes: limits.pageBytes };
  const entries = await readEntries(db, page);
  return ok({ head, entries: entries.filter(({ seq }) => seq <= head.seq).map(({ bytes }) => bytes) });
};

/** Appends entries, all or none; a founder's are the first of a new team. */
export const appendLog: Handler<"append"> = async (context, call) => {
  const { identity, request } = call;
  if (identity.kind === "founder") return serialize(context.creation, () => createOrRepeat(context, call));
  const { team } = call;
  if (team === null || identity.kind === "invite") return fail("role", { reason: "session" });
  if (request.setup !== null) return fail("setup-code", { reason: "superfluous" });
  return serialize(team, async () => {
    const taken = await appendEntries(context, team, identity, request);
    if (taken.ok) announce(context, team);
    return taken;
  });
};

async function createOrRepeat(
  context: RouteContext,
  { identity, session, request }: Call<"append">,
): Promise<Result<{ head: { seq: number; hash: Hash } }>> {
  if (identity.kind !== "founder") return fail("role", { reason: "session" });
  const team = context.teams.get(session.team);
  if (team !== undefined) return repeatGenesis(context.db, team, request.entries);
  const made = await createTeam(context, identity, session.team, request);
  if (made.ok && !(await context.mayFound())) context.sessions.closeFounders(session.team);
  return made;
}

/** Hints to everybody in the team, and no more of them to whoever just lost their place. */
export function announce({ live, now }: Pick<RouteContext, "live" | "now">, team: Team): void {
  const { state } = team;
  live.sweep((session) => session.team === state.team && !hasPlace(state, session.identity, now()).ok);
  live.hint(state.team as TeamId, { kind: "log", vault: null, seq: state.head.seq }, () => true);
}

/** What one entry asks for comes together: so a page is full long before it may hold no more. */
const enoughBlobs = limits.blobsPerPage / 4;

/**
 * Bundles for the calling device of entries from `from` on, and the histories of vaults that it may read: of new epochs,
 * and of those whose key it was sent from there on (it then lacks what came before).
 */
export const readBundles: Handler<"bundles", "db" | "now"> = async ({ db, now }, { identity, team, request }) => {
  if (team === null || (identity.kind !== "device" && identity.kind !== "paper"))
    return fail("role", { reason: "session" });
  const listed = listBlobs(team, identity, { from: request.from, now: now() });
  const page: Hash[] = [];
  let bytes = 0;
  let next: number | null = null;
  for (const [at, { hash, place }] of listed.entries()) {
    const isNewPlace = at > 0 && listed[at - 1]?.place !== place;
    if (isNewPlace && (bytes >= limits.pageBytes || page.length >= enoughBlobs)) {
      next = place;
      break;
    }
    bytes += (await findBlobSize(db, team.teamNo, hash)) ?? 0;
    page.push(hash);
  }
  return ok({ blobs: await readBlobs(db, team.teamNo, page), next });
};

type Listed = { hash: Hash; place: number };

/** Hashes with the entry at which the device needs them, ascending. */
function listBlobs(
  { state }: Team,
  { user, device }: { user: UserId; device: DeviceId },
  { from, now }: { from: number; now: number },
): Listed[] {
  const listed = new Map<Hash, number>();
  for (const id of servedVaults(state, user, now)) {
    for (const epoch of state.vaults.get(id)?.epochs.values() ?? []) {
      const sent = epoch.sent.get(device) ?? [];
      for (const { bundle, entrySeq } of sent) if (entrySeq >= from) listed.set(bundle, entrySeq);
      const place = Math.max(epoch.entrySeq, sent[0]?.entrySeq ?? 0);
      if (epoch.history !== null && place >= from) listed.set(epoch.history, place);
    }
  }
  return [...listed].map(([hash, place]) => ({ hash, place })).sort((left, right) => left.place - right.place);
}
