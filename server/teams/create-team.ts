/**
 * A team is made in one call: genesis, its system vaults and the founder's own, and the setup token is spent in the same
 * transaction [protocol: Team log] [protocol: Sessions]. Of two founders with one code exactly one succeeds.
 */
import { hashText } from "../../shared/crypto/hash.ts";
import type { TeamId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import type { Identity } from "../../shared/protocol/routes/routes.ts";
import { type Entry, parseEntry } from "../../shared/protocol/team-log/entry.ts";
import type { Head, TeamState } from "../../shared/protocol/team-log/state/team-state.ts";
import { applyEntry, applyGenesis } from "../../shared/protocol/team-log/verify.ts";
import { bytesEqual } from "../../shared/text.ts";
import { isSetupToken, spendSetupToken } from "../store/identity-store.ts";
import { addTeam } from "../store/log-store.ts";
import { type Post, postBytes } from "./append-entries.ts";
import { matchBlobs } from "./entry-blobs.ts";
import { checkHeads, type VaultPlan } from "./entry-heads.ts";
import { countStored } from "./quota.ts";
import { makeTeam, type TeamContext, type Teams } from "./team.ts";
import { type Taken, writeTaken } from "./write-entries.ts";

type Context = TeamContext & { teams: Teams; maxTeams: number };
type Founder = Extract<Identity, { kind: "founder" }>;
/** Genesis is 0; 1 to 5 make the system vaults and the founder's own. */
const lastFoundingSeq = 5;

/** Call while no other team is being made. `setup-code`, `limit` (teams), `genesis`, or what the reducer refuses. */
export async function createTeam(
  context: Context,
  founder: Founder,
  team: TeamId,
  post: Post & { setup: Uint8Array | null },
): Promise<Result<{ head: Head }>> {
  const token = post.setup === null ? null : hashText("setup-token", post.setup);
  if (token === null || !(await isSetupToken(context.db, token))) return fail("setup-code", undefined, "after-act");
  if (context.teams.size >= context.maxTeams) return fail("limit", { reason: "teams" });
  const checked = await checkFoundingPost(context, { founder, team, post });
  if (!checked.ok) return checked;
  const taken = checked.value;
  const made = await context.db.transaction(async (db) => {
    if (!(await spendSetupToken(db, token))) throw new Error("a setup token was spent outside its turn");
    const teamNo = await addTeam(db, { team, now: context.now() });
    return { teamNo, vaults: new Map(await writeTaken(db, { teamNo, vaults: new Map() }, taken)) };
  });
  const stored = makeTeam({ ...made, state: taken.state, storedBytes: 0, shares: new Map() });
  countStored(stored, { user: founder.user, bytes: taken.bytes, entries: taken.entries.length });
  context.teams.set(team, stored);
  context.log.event("team-made", { team });
  return ok({ head: taken.state.head });
}

async function checkFoundingPost(
  context: Context,
  { founder, team, post }: { founder: Founder; team: TeamId; post: Post },
): Promise<Result<Taken>> {
  const [first, ...rest] = post.entries;
  const genesis = checkGenesis(founder, team, first as Uint8Array);
  if (!genesis.ok) return genesis;
  const plan: VaultPlan = { made: [], voided: [] };
  const entries = [genesis.value.entry];
  let { state } = genesis.value;
  // It has no vault yet: every head that an entry names must be an empty one, of a vault made in this post.
  const blank = makeTeam({ teamNo: 0, state, storedBytes: 0, shares: new Map(), vaults: new Map() });
  for (const bytes of rest) {
    const next = applyEntry(state, bytes);
    if (!next.ok) return next;
    const { entry } = next.value;
    const heads = await checkHeads({ db: context.db, team: blank, plan, entry, before: state, now: context.now() });
    if (!heads.ok) return heads;
    state = next.value.state;
    entries.push(entry);
  }
  if (state.head.seq < lastFoundingSeq) return fail("genesis", { reason: "short", number: state.head.seq });
  const blobs = matchBlobs(entries, post.blobs);
  return blobs.ok
    ? ok({
        state,
        entries,
        plan,
        blobs: blobs.value,
        bytes: postBytes(post),
        closedInvites: [],
        landed: [],
        lacking: [],
      })
    : blobs;
}

/** The first entry must be signed by exactly the key that opened this session. */
function checkGenesis(founder: Founder, team: TeamId, bytes: Uint8Array): Result<{ state: TeamState; entry: Entry }> {
  const state = applyGenesis(bytes, team);
  if (!state.ok) return state;
  const entry = parseEntry(bytes);
  if (!entry.ok) return entry;
  const signPk = state.value.devices.get(founder.device)?.signPk;
  const isTheirs = state.value.founder === founder.user && signPk !== undefined && bytesEqual(signPk, founder.signPk);
  return isTheirs ? ok({ state: state.value, entry: entry.value }) : fail("session-binding", { reason: "founder" });
}
