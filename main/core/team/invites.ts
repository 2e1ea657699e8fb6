/** Invites: the signed entry first, then the code that travels out of band; the code is kept here, sealed, for "Copy again". */
import { z } from "zod";
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import type { Act, InviteShape } from "../../../shared/contract/shapes.ts";
import { inviteKeys } from "../../../shared/crypto/device-keys.ts";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import { strict } from "../../../shared/encoding/fields.ts";
import type { EpochMs, Hash, InviteId, ItemId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { Grant } from "../../../shared/protocol/team-log/state/parts.ts";
import { isAdmin } from "../../../shared/protocol/team-log/state/rules.ts";
import { transferName, writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import { putRecord } from "../records/records.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { directoryOf, readPeople } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

const inviteLifeMs = 7 * 86_400_000;
const copyClearsInMs = 120_000;
const madeSchema = strict({ code: z.string(), teamName: z.string(), inviterName: z.string() });
type Made = z.output<typeof madeSchema>;

/** `invite.create`: only `member` for now; other roles need the codes that people compare [protocol: New device]. */
export async function createInvite(
  area: TeamArea,
  input: CommandParsed<"invite.create">,
): Promise<Result<CommandOutput<"invite.create">>> {
  if (!isAdmin(area.log.state(), area.profile.user)) return fail("role");
  const invite = newId<InviteId>();
  const seed = randomBytes(16);
  const grants = readGrants(input);
  const { signPk } = inviteKeys(seed, area.profile.team);
  const intent = {
    type: "invite" as const,
    invite,
    invitePk: signPk,
    role: input.role ?? "member",
    roleEnd: null,
    grants,
    groups: [],
    end: (area.ports.clock.now() + inviteLifeMs) as EpochMs,
  };
  let made: Made | null = null;
  // Kept before it is posted: an entry that counts is of no use without its code.
  const appended = await act(area, intent, async ({ entries }) => {
    made = await writeInvite(area, { seed, hash: entries[0]?.hash as Hash });
    keep(area, invite, made);
  });
  if (!appended.ok) return appended;
  const person = { kind: "person" as const, invite, user: null, name: input.name, emails: input.emails ?? [] };
  const named = await putRecord(area.records, directoryOf(area), invite as string as ItemId, person);
  return named.ok ? ok({ ...done(), invite, ...(made as unknown as Made) }) : named;
}

function readGrants(input: CommandParsed<"invite.create">): Grant[] {
  return (input.grants ?? [])
    .map(({ vault, permission, end }) => ({
      vault,
      permission,
      end: end ?? null,
    }))
    .sort((left, right) => (left.vault < right.vault ? -1 : 1));
}

async function writeInvite(area: TeamArea, { seed, hash }: { seed: Uint8Array; hash: Hash }): Promise<Made> {
  const { profile } = area;
  const people = await readPeople(area);
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

function keep(area: TeamArea, invite: InviteId, made: Made): void {
  const { keys, profile, db } = area;
  putSealed(
    db,
    "invites_made",
    invite,
    sealLocal(keys.localStateKey, { profile: profile.profile, name: `invite/${invite}` }, encodeWith(madeSchema, made)),
  );
}

/** Code and names of an open invite; `not-found` where another computer made it. */
export function inviteAgain(area: TeamArea, invite: InviteId): Result<Made> {
  const { keys, profile, db } = area;
  if (area.log.state().invites.get(invite)?.state !== "open") return fail("invite", { reason: "not-open" });
  const sealed = findSealed(db, "invites_made", invite);
  if (sealed === null) return fail("not-found");
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name: `invite/${invite}` }, sealed);
  return plain.ok ? parseWith(madeSchema, plain.value, 16_384) : plain;
}

/** `invite.copy`: the page's words, which must carry this invite's code, as it stands; the clipboard is cleared after `clearsInMs`. */
export async function copyInvite(
  area: TeamArea,
  { invite, text }: CommandParsed<"invite.copy">,
): Promise<Result<CommandOutput<"invite.copy">>> {
  const made = inviteAgain(area, invite);
  if (!made.ok) return made;
  if (!text.includes(made.value.code)) return fail("invalid-input", { field: "text" });
  const written = await area.ports.clipboard.write(text, copyClearsInMs);
  if (!written.ok) return written;
  area.emit("clipboard.changed", { clearsAt: area.ports.clock.now() + copyClearsInMs });
  return ok({ clearsInMs: copyClearsInMs });
}

/** `invite.list`: newest first; `joining` where its holder waits to be let in. */
export async function listInvites(area: TeamArea): Promise<Result<InviteShape[]>> {
  const now = area.ports.clock.now();
  const people = await readPeople(area);
  const shapes = [...area.log.state().invites.values()].map(({ invite, role, state, end }) => {
    const person = people.get(invite);
    const shown = state !== "open" ? state : area.joining.has(invite) ? "joining" : end < now ? "ended" : "open";
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
export async function cancelInvite(area: TeamArea, invite: InviteId): Promise<Result<Act>> {
  if (!area.log.state().invites.has(invite)) return fail("not-found");
  const cancelled = await act(area, { type: "invite-cancel", invite });
  return cancelled.ok ? ok(done()) : cancelled;
}
