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
import { encodeRecord } from "../../../shared/model/records/records.ts";
import type { Grant } from "../../../shared/protocol/team-log/state/parts.ts";
import { isAdmin } from "../../../shared/protocol/team-log/state/rules.ts";
import {
  readTransferCode,
  transferName,
  writeTransferCode,
} from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { act } from "../log/act.ts";
import type { Making } from "../log/begun-acts.ts";
import { done } from "../log/done.ts";
import { findSealed, putSealed } from "../store/sealed-rows.ts";
import { comparedJoins } from "./compare-invite.ts";
import { directoryOf, readPeople } from "./people.ts";
import type { TeamArea } from "./team-area.ts";

const inviteLifeMs = 7 * 86_400_000;
const copyClearsInMs = 120_000;
const madeSchema = strict({ code: z.string(), teamName: z.string(), inviterName: z.string() });
type Made = z.output<typeof madeSchema>;

/**
 * `invite.create`. Name and code are durable here before the entry is posted: an invite that counts is of no use without them.
 */
export async function createInvite(
  area: TeamArea,
  input: CommandParsed<"invite.create">,
): Promise<Result<CommandOutput<"invite.create">>> {
  const state = area.log.state();
  if (!isAdmin(state, area.profile.user)) return fail("role");
  // A place in a group counts only where its inviter manages it: nobody is promised what they will not get.
  for (const group of input.groups ?? []) {
    const found = state.groups.get(group);
    if (found === undefined) return fail("not-found", { field: "group" });
    if (!found.managers.has(area.profile.user)) return fail("role", { reason: "group" });
  }
  return area.begun.run(
    { command: "invite.create", input },
    () => namedInvite(area, input),
    async (making, begin) => {
      const invite = making.id as InviteId;
      const seed = keptSeed(area, invite) ?? randomBytes(16);
      const intent = {
        type: "invite" as const,
        invite,
        invitePk: inviteKeys(seed, area.profile.team).signPk,
        role: input.role ?? "member",
        roleEnd: null,
        grants: readGrants(input),
        groups: [...new Set(input.groups ?? [])].sort(),
        end: (area.ports.clock.now() + inviteLifeMs) as EpochMs,
      };
      const appended = await act(area, intent, async ({ entries }) => {
        const made = await writeInvite(area, { seed, hash: entries[0]?.hash as Hash });
        area.db.transaction(() => {
          begin();
          keep(area, invite, made);
        });
      });
      if (!appended.ok) return appended;
      await area.records.pushSoon(directoryOf(area));
      const made = inviteAgain(area, invite);
      return made.ok ? ok({ ...done(), invite, ...made.value }) : made;
    },
  );
}

function namedInvite(area: TeamArea, { name, emails }: CommandParsed<"invite.create">): Making {
  const invite = newId<InviteId>();
  const person = { kind: "person" as const, invite, user: null, name, emails: emails ?? [] };
  const place = { vault: directoryOf(area), item: invite as string as ItemId };
  return { id: invite, records: [{ ...place, record: encodeRecord(person) }] };
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
  const inLog = area.log.state().invites.get(invite);
  if (inLog?.state !== "open") return fail("invite", { reason: "not-open" });
  const made = findKept(area, invite);
  if (!made.ok) return made;
  const code = readTransferCode("join", made.value.code);
  if (!code.ok) return code;
  // The code was written for the entry that was last posted; where an earlier one was taken after all, it names that.
  return ok({ ...made.value, code: writeTransferCode("join", { ...code.value, invite: inLog.hash }) });
}

function findKept({ keys, profile, db }: TeamArea, invite: InviteId): Result<Made> {
  const sealed = findSealed(db, "invites_made", invite);
  if (sealed === null) return fail("not-found");
  const plain = openLocal(keys.localStateKey, { profile: profile.profile, name: `invite/${invite}` }, sealed);
  return plain.ok ? parseWith(madeSchema, plain.value, 16_384) : plain;
}

/** The secret of an invite that was begun here before. */
function keptSeed(area: TeamArea, invite: InviteId): Uint8Array | null {
  const made = findKept(area, invite);
  const code = made.ok ? readTransferCode("join", made.value.code) : made;
  return code.ok ? code.value.seed : null;
}

/** `invite.copy`: the page's words, which must carry this invite's code, as it stands; the clipboard is cleared after `clearsInMs`. */
export async function copyInvite(
  area: TeamArea,
  { invite, text }: CommandParsed<"invite.copy">,
): Promise<Result<CommandOutput<"invite.copy">>> {
  const made = inviteAgain(area, invite);
  if (!made.ok) return made;
  if (!text.includes(made.value.code)) return fail("invalid-input", { field: "text" });
  return area.copies.write(text, copyClearsInMs);
}

/** `invite.mail`: copies the message and opens an empty mail for it. `not-found` without an address (`emails`) or a mail program. */
export async function mailInvite(
  area: TeamArea,
  input: CommandParsed<"invite.mail">,
): Promise<Result<CommandOutput<"invite.mail">>> {
  const [address] = (await readPeople(area)).get(input.invite)?.emails ?? [];
  if (address === undefined) return fail("not-found", { field: "emails" });
  const copied = await copyInvite(area, input);
  if (!copied.ok) return copied;
  const opened = await area.ports.shell.openMail(address);
  return opened.ok ? copied : opened;
}

/** `invite.list`: newest first; `joining` where its holder waits to be let in, `waits` where they do in vain. */
export async function listInvites(area: TeamArea): Promise<Result<InviteShape[]>> {
  const now = area.ports.clock.now();
  const people = await readPeople(area);
  const { waitsFor } = area.freshness();
  const compared = new Set(comparedJoins(area).map(({ invite }) => invite));
  const shapes = [...area.log.state().invites.values()].map(({ invite, role, state, end }) => {
    const person = people.get(invite);
    // By the clock that this app would sign with; whoever else may still let them in does so by theirs.
    const shown = state !== "open" ? state : end < now ? "ended" : area.joining.has(invite) ? "joining" : "open";
    const compare = compared.has(invite) ? ("done" as const) : ("asked" as const);
    return {
      invite,
      name: person?.name ?? "",
      emails: person?.emails ?? [],
      role,
      state: shown,
      ...(shown === "ended" && area.joining.has(invite) ? { waits: true as const } : {}),
      ...(shown === "joining" && role !== "member" ? { compare } : {}),
      ...(shown === "joining" && waitsFor.length > 0 && (role === "member" || compare === "done") ? { waitsFor } : {}),
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
