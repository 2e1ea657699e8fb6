/**
 * The admin's side of letting somebody in with more than `member` [protocol: Compared invites]: what of the comparison is its own, and
 * the join messages that were compared here, sealed, until they could be signed in.
 */
import { z } from "zod";
import type { CommandParsed } from "../../../shared/contract/commands.ts";
import type { InviteComparison } from "../../../shared/contract/link-shapes.ts";
import type { Act } from "../../../shared/contract/shapes.ts";
import { newId } from "../../../shared/crypto/random.ts";
import { bytesMax, idField, strict } from "../../../shared/encoding/fields.ts";
import type { EpochMs, InviteId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import {
  type CompareReveal,
  checkCompared,
  makeCompareAnswer,
  readCompareReveal,
} from "../../../shared/protocol/join/compare.ts";
import type { Join } from "../../../shared/protocol/join/join.ts";
import { findInviteAt, findOpenInvite } from "../../../shared/protocol/team-log/entries/user-add.ts";
import type { InviteInLog } from "../../../shared/protocol/team-log/state/team-state.ts";
import { type SealedRecord, sealedRecord } from "../local/sealed-record.ts";
import { act } from "../log/act.ts";
import { done } from "../log/done.ts";
import type { WaitingJoin } from "./admit.ts";
import { type ComparedKind, type ComparedShape, createComparedSide } from "./compared-side.ts";
import type { TeamArea } from "./team-area.ts";

type Shown = CompareReveal & { of: Join };
export type Comparing = ReturnType<typeof createComparing>;

/** Nothing is compared yet; one at a time. */
export function createComparing(area: TeamArea) {
  const side = createComparedSide<Shown>(area);
  let invite: InviteInLog | null = null;
  const told = (shape: Result<ComparedShape>): Result<InviteComparison> =>
    shape.ok ? ok(shapeOf(shape.value, invite?.invite ?? "")) : shape;
  return {
    /** `invite.compare`: `not-found` for an invite that is none, `invite` for one that is over or lets a member in by itself. */
    async begin({ invite: id }: CommandParsed<"invite.compare">): Promise<Result<InviteComparison>> {
      const found = findComparable(area, id);
      if (!found.ok) return found;
      const { value } = found;
      const begun = await side.begin(kindOf(area, value), () =>
        area.transport.call("openCompare", { invite: value.hash }),
      );
      if (begun.ok) invite = value;
      return told(begun);
    },
    /** `invite.compareState`: `sas` ends it, `not-found`: there is none. */
    state: async () => told(await side.state()),
    /** `invite.compareCode`: `sas` where the joiner shows another; the third time ends it. */
    code: async (typed: string) => told(await side.code(typed)),
    /** `invite.compareAdd`. */
    add: () => side.finish((shown) => letIn(area, invite, shown)),
    cancel: side.cancel,
  };
}

function findComparable(area: TeamArea, id: InviteId): Result<InviteInLog> {
  const state = area.log.state();
  const inLog = state.invites.get(id);
  if (inLog === undefined) return fail("not-found", { field: "invite" });
  if (inLog.role === "member") return fail("invite", { reason: "member" }, "after-act");
  return findOpenInvite(state, inLog.hash);
}

function shapeOf({ slot: _, ...shape }: ComparedShape, invite: string): InviteComparison {
  return { ...shape, invite };
}

/** The joiner shows their join message, and signs last what both codes stand for. */
function kindOf({ log, profile }: TeamArea, invite: InviteInLog): ComparedKind<Shown> {
  const { team, user, device, origin, serverKeys } = profile;
  return {
    label: "invite-code",
    answer(nonce) {
      const { seq, hash } = log.state().head;
      const where = { logSeq: seq, logHead: hash, origin, serverKeys };
      return makeCompareAnswer({ team, invite: invite.hash, user, device, ...where, nonce });
    },
    readReveal: (bytes, commitment) => readCompareReveal(bytes, commitment, { team, invite }),
    checkLast: (sig, { of }, messages) => checkCompared(sig, messages, of),
  };
}

/** Signs who was compared with, or keeps them until enough others were seen. */
async function letIn(area: TeamArea, invite: InviteInLog | null, { join, of }: Shown): Promise<Result<Act>> {
  if (invite === null) return fail("not-found", { field: "invite" });
  const before = outcomeOf(area, invite, of);
  if (before !== null) return before;
  keepCompared(area, { invite: invite.invite, join });
  area.emit("invite.changed", {});
  const { isFresh, waitsFor } = area.freshness();
  if (!isFresh) return ok({ act: newId(), state: "queued", waitsFor });
  const added = await act(area, { type: "user-add", join });
  area.requestSync();
  if (!added.ok) return added;
  return outcomeOf(area, invite, of) ?? fail("invite", { reason: "ended" });
}

/** What the log says of it by now: this joiner is in, or nobody can be let in on this invite any more; null where it is open. */
function outcomeOf({ log, ports }: TeamArea, { hash }: InviteInLog, { certificate }: Join): Result<Act> | null {
  const state = log.state();
  // By the device: somebody else may have written this person's id into a join message of their own.
  if (state.devices.get(certificate.device)?.active === true) return ok(done());
  const open = findInviteAt(state, hash, ports.clock.now() as EpochMs);
  return open.ok ? null : open;
}

const schema = strict({
  compared: z
    .array(strict({ invite: idField<InviteId>(), join: bytesMax(limits.joinBytes) }))
    .max(limits.invitesCompared),
});
const recordOf = (area: TeamArea): SealedRecord<z.output<typeof schema>> =>
  sealedRecord(area, "compared-joins", schema as never);

/** What was compared on this computer and is not signed yet; nothing where its record cannot be read: then people compare again. */
export function comparedJoins(area: TeamArea): WaitingJoin[] {
  return recordOf(area).read()?.compared ?? [];
}

/** The last one for an invite counts; invites that are over go. */
function keepCompared(area: TeamArea, join: WaitingJoin): void {
  const { invites } = area.log.state();
  const stays = ({ invite }: WaitingJoin) => invite !== join.invite && invites.get(invite)?.state === "open";
  const kept = comparedJoins(area).filter(stays);
  recordOf(area).write({ compared: [...kept, join].slice(-limits.invitesCompared) });
}
