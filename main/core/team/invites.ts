/** Invites: the signed entry first, then the code that travels out of band; the code is kept here, sealed, for "Copy again". */
import { z } from "zod";
import type { CommandInput } from "../../../shared/contract/commands.ts";
import type { CommandOutput } from "../../../shared/contract/outputs.ts";
import type { Act, InviteShape } from "../../../shared/contract/shapes.ts";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash, InviteId, ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { buildEntry } from "../../../shared/protocol/team-log/compose.ts";
import type { Grant } from "../../../shared/protocol/team-log/state/parts.ts";
import { isAdmin } from "../../../shared/protocol/team-log/state/rules.ts";
import { transferName, writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { done, signer } from "../log/acts.ts";
import { putRecord } from "../records/records.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import type { Unlocked } from "../unlocked.ts";
import { directoryOf, readPeople } from "./people.ts";

const inviteLifeMs = 7 * 86_400_000;
const copyClearsInMs = 120_000;
const madeSchema = strict({ code: z.string(), teamName: z.string(), inviterName: z.string() });
type Made = z.output<typeof madeSchema>;

/** `invite.create`: only `member` for now; other roles need the codes that people compare [protocol: New device]. */
export async function createInvite(
  unlocked: Unlocked,
  input: CommandInput<"invite.create">,
): Promise<Result<CommandOutput<"invite.create">>> {
  const { actor, time } = signer(unlocked);
  if (!isAdmin(unlocked.log.state(), actor.user)) return fail("role");
  const invite = newId<InviteId>();
  const seed = randomBytes(16);
  const grants = readGrants(input);
  const { signPk } = inviteKeys(seed, unlocked.profile.team);
  const payload = {
    invite,
    invitePk: signPk,
    role: input.role ?? "member",
    roleEnd: null,
    grants,
    groups: [],
    end: (time + inviteLifeMs) as EpochMs,
  };
  let made: Made | null = null;
  const appended = await unlocked.log.append(async (state) => {
    if (state.invites.has(invite)) return ok(null);
    const built = buildEntry(state, { type: "invite", payload, actor, time }, unlocked.keys);
    if (!built.ok) return built;
    // Kept before it is posted: an entry that counts is of no use without its code.
    made = await writeInvite(unlocked, { seed, hash: built.value.entry.hash });
    keep(unlocked, invite, made);
    return ok({ entries: [built.value.entry.bytes], blobs: [] });
  });
  if (!appended.ok) return appended;
  const person = { kind: "person" as const, invite, user: null, name: input.name, emails: input.emails ?? [] };
  const named = await putRecord(unlocked, directoryOf(unlocked), invite as string as ItemId, person);
  return named.ok ? ok({ ...done(), invite, ...(made as unknown as Made) }) : named;
}

function readGrants(input: CommandInput<"invite.create">): Grant[] {
  return (input.grants ?? [])
    .map(({ vault, permission, end }) => ({
      vault: vault as VaultId,
      permission,
      end: (end ?? null) as EpochMs | null,
    }))
    .sort((left, right) => (left.vault < right.vault ? -1 : 1));
}

async function writeInvite(unlocked: Unlocked, { seed, hash }: { seed: Uint8Array; hash: Hash }): Promise<Made> {
  const { profile } = unlocked;
  const people = await readPeople(unlocked);
  const inviter = people.get(profile.user)?.name ?? profile.person;
  const { origin, team, serverKeys } = profile;
  const code = writeTransferCode("join", {
    origin,
    team,
    seed,
    invite: hash,
    serverKeys,
    teamName: transferName(profile.teamName),
    inviterName: transferName(inviter),
  });
  return { code, teamName: profile.teamName, inviterName: inviter };
}

function keep(unlocked: Unlocked, invite: InviteId, made: Made): void {
  const { keys, profile, db } = unlocked;
  putSealed(
    db,
    "invites_made",
    invite,
    sealLocal(keys.localStateKey, { profile: profile.profile, name: `invite/${invite}` }, encodeWith(madeSchema, made)),
  );
}

/** Code and names of an open invite; `not-found` where another computer made it. */
export function inviteAgain(unlocked: Unlocked, invite: InviteId): Result<Made> {
  const { keys, profile, db } = unlocked;
  if (unlocked.log.state().invites.get(invite)?.state !== "open") return fail("invite", { reason: "not-open" });
  const sealed = findSealed(db, "invites_made", invite);
  if (sealed === null) return fail("not-found");
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name: `invite/${invite}` }, sealed);
  return plain.ok ? parseWith(madeSchema, plain.value, 16_384) : plain;
}

/** `invite.copy`: the page's words, which must carry this invite's code, as it stands; the clipboard is cleared after `clearsInMs`. */
export async function copyInvite(
  unlocked: Unlocked,
  { invite, text }: CommandInput<"invite.copy">,
): Promise<Result<CommandOutput<"invite.copy">>> {
  const made = inviteAgain(unlocked, invite as InviteId);
  if (!made.ok) return made;
  if (!text.includes(made.value.code)) return fail("invalid-input", { field: "text" });
  const written = await unlocked.ports.clipboard.write(text, copyClearsInMs);
  if (!written.ok) return written;
  unlocked.emit("clipboard.changed", { clearsAt: unlocked.ports.clock.now() + copyClearsInMs });
  return ok({ clearsInMs: copyClearsInMs });
}

/** `invite.list`: newest first; `joining` where its holder waits to be let in. */
export async function listInvites(unlocked: Unlocked): Promise<Result<InviteShape[]>> {
  const now = unlocked.ports.clock.now();
  const people = await readPeople(unlocked);
  const shapes = [...unlocked.log.state().invites.values()].map(({ invite, role, state, end }) => {
    const person = people.get(invite);
    const shown = state !== "open" ? state : unlocked.joining.has(invite) ? "joining" : end < now ? "ended" : "open";
    return {
      invite,
      name: person?.name ?? "",
      emails: person?.emails ?? [],
      role,
      state: shown,
      end,
    } satisfies InviteShape;
  });
  return ok(shapes.reverse());
}

/** `invite.cancel`. */
export async function cancelInvite(unlocked: Unlocked, invite: InviteId): Promise<Result<Act>> {
  if (!unlocked.log.state().invites.has(invite)) return fail("not-found");
  const appended = await unlocked.log.append(async (state) => {
    if (state.invites.get(invite)?.state === "cancelled") return ok(null);
    const built = buildEntry(state, { type: "invite-cancel", payload: { invite }, ...signer(unlocked) }, unlocked.keys);
    return built.ok ? ok({ entries: [built.value.entry.bytes], blobs: [] }) : built;
  });
  return appended.ok ? ok(done()) : appended;
}
