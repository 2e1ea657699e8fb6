/**
 * Second signatures [protocol: Team log]. They cover what is done and on which state it was decided, not where in the log it
 * lands, so that waiting for a colleague does not spoil them.
 */
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { encode } from "../../encoding/canonical.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, UserId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import { type Entry, type EntryBodyOf, encodeBody } from "./entry.ts";
import type { TeamState } from "./state.ts";

/** Types of this version that always need one; `floor`, `server-key`, `recovery-use` come with their issues. */
const alwaysCosigned: readonly string[] = ["policy"];

function cosignedBytes(body: EntryBodyOf<"policy">): Uint8Array {
  // The body without what changes while one waits: seq, prev and time are zero, nothing is attached.
  const blank = {
    ...body,
    seq: 0,
    prev: zeroHash,
    time: 0 as typeof body.time,
    attached: { cuts: [], heads: [], bundles: [] },
  };
  return encode([body.payload.id, body.payload.baseSeq, encodeBody(blank)]);
}

/** The second signature of a colleague's device under a planned entry. */
export function cosign(
  body: EntryBodyOf<"policy">,
  device: DeviceId,
  signKey: SigningKey,
): { device: DeviceId; sig: Uint8Array } {
  return { device, sig: signBytes(signKey, "cosign", cosignedBytes(body)) };
}

/** People who may cosign: active admins with a computer, other than the actor, not added by him. */
export function cosigners(state: TeamState, actor: UserId): UserId[] {
  const withComputer = new Set(
    [...state.devices.values()].filter(({ active, kind }) => active && kind === "computer").map(({ user }) => user),
  );
  return [...state.users.values()]
    .filter(
      (member) =>
        member.active &&
        member.role === "admin" &&
        member.user !== actor &&
        member.addedBy !== actor &&
        withComputer.has(member.user),
    )
    .map(({ user }) => user);
}

/** `cosign` where a needed signature is missing, unfit or superfluous. */
export function checkCosignatures(state: TeamState, entry: Entry): Result<true> {
  const { body, cosigs } = entry;
  if (!alwaysCosigned.includes(body.type) || body.type !== "policy")
    return cosigs.length === 0 ? ok(true) : fail("cosign", { reason: "superfluous" });
  if (body.payload.baseSeq > state.head.seq) return fail("cosign", { reason: "base" });
  const able = new Set(cosigners(state, body.actor.user));
  if (able.size === 0) return cosigs.length === 0 ? ok(true) : fail("cosign", { reason: "superfluous" });
  if (cosigs.length === 0) return fail("cosign", { reason: "missing" });
  // What they agreed on was a change of another policy than the one that stands now.
  if (body.payload.baseSeq < state.policySeq) return fail("cosign", { reason: "lapsed" });
  let last = "";
  for (const { device: id, sig } of cosigs) {
    const device = state.devices.get(id);
    if (id <= last || device?.active !== true || device.kind !== "computer" || !able.has(device.user))
      return fail("cosign", { reason: "unfit" });
    last = id;
    if (!verifyBytes(device.signPk, "cosign", cosignedBytes(body), sig)) return fail("cosign", { reason: "signature" });
  }
  return ok(true);
}
