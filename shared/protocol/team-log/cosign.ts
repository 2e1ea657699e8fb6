/**
 * Second signatures [protocol: Cosignatures]. They cover what is done and on which state it was decided, not where in the log
 * it lands, so that waiting for a colleague does not spoil them.
 */
import { z } from "zod";
import { type SigningKey, signBytes, verifyBytes } from "../../crypto/sign.ts";
import { encodeWith } from "../../encoding/canonical.ts";
import { idField, strict, teamField, uintField } from "../../encoding/fields.ts";
import type { DeviceId, UserId } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import type { Entry, EntryBody } from "./entry.ts";
import { type EntryType, entryRule } from "./entry-types.ts";
import type { Acting, Named } from "./state/entry-rule.ts";
import { hasComputer } from "./state/membership.ts";
import { actorField } from "./state/parts.ts";
import type { TeamState } from "./state/team-state.ts";

/** Which act a body is, where its type can need a second signature; null for the others. */
export function actOf({ type, payload }: EntryBody): { id: string; baseSeq: number } | null {
  const { cosigned } = entryRule(type);
  return cosigned.when === "never" ? null : cosigned.act(payload as never);
}

function isCosigned(state: TeamState, type: EntryType): boolean {
  const { when } = entryRule(type).cosigned;
  return when === "always" || (when === "by-policy" && state.policy.cosigned.includes(type));
}

function namedBy(state: TeamState, body: EntryBody): Named {
  return entryRule(body.type).names(body.payload as never, state);
}

/** Ids of everything that an entry touches: whom its payload names, and the people behind the devices in it. */
export function touchedBy(state: TeamState, body: EntryBody): string[] {
  const { users, devices, groups, vaults, invites } = namedBy(state, body);
  const owners = devices.flatMap((device) => state.devices.get(device)?.user ?? []);
  return [...users, ...devices, ...groups, ...vaults, ...invites, ...owners];
}

/** `{team, id, type, actor, payload, baseSeq}`: neither the place in the log, nor the time, nor what is attached. */
function cosignedBytes(body: EntryBody): Uint8Array {
  const { team, type, actor, payload } = body;
  const act = actOf(body);
  if (act === null) throw new Error("this type of entry takes no second signature");
  const schema = strict({
    team: teamField(),
    id: idField<string>(),
    type: z.literal(type),
    actor: actorField(),
    payload: entryRule(type).payload as z.ZodType<unknown, unknown>,
    baseSeq: uintField(),
  });
  return encodeWith(schema, { team, id: act.id, type, actor, payload, baseSeq: act.baseSeq } as z.output<
    typeof schema
  >);
}

/** The second signature of a colleague's device under a planned entry. */
export function cosign(body: EntryBody, device: DeviceId, signKey: SigningKey): { device: DeviceId; sig: Uint8Array } {
  return { device, sig: signBytes(signKey, "cosign", cosignedBytes(body)) };
}

/**
 * People who may sign second: with a computer, neither the actor nor anybody whom the act is about, neither added nor raised by
 * the actor, and such as might sign this entry themselves.
 */
export function cosigners(state: TeamState, body: EntryBody): UserId[] {
  const rule = entryRule(body.type);
  const subjects = new Set(namedBy(state, body).users);
  const { actor, time, attached, payload } = body;
  return [...state.users.values()].flatMap(({ user, active, addedBy, raisedBy }) => {
    if (!active || user === actor.user || subjects.has(user)) return [];
    if (addedBy === actor.user || raisedBy.includes(actor.user)) return [];
    if (!hasComputer(state.devices, user)) return [];
    const acting = { payload, actor: { ...actor, user }, time, attached, hash: state.head.hash } as Acting<never>;
    return rule.signer(state, acting).ok ? [user] : [];
  });
}

/** Who would have to sign this body too, one of them; nobody where none is asked: its type needs none here, or nobody could give it. */
export function neededCosigners(state: TeamState, body: EntryBody): UserId[] {
  return isCosigned(state, body.type) ? cosigners(state, body) : [];
}

/** Whether it is the second signature of an active computer under this body; who may give one is another question. */
export function isCosignature(state: TeamState, body: EntryBody, cosig: Entry["cosigs"][number]): boolean {
  const device = state.devices.get(cosig.device);
  if (device?.active !== true || device.kind !== "computer") return false;
  return verifyBytes(device.signPk, "cosign", cosignedBytes(body), cosig.sig);
}

/** What they agreed on was decided on another state: an entry since then touches what the act names, or set the policy. */
export function hasLapsed(state: TeamState, body: EntryBody, baseSeq: number): boolean {
  const { cosigned } = entryRule(body.type);
  if (baseSeq < state.policySeq) return true;
  if (cosigned.when === "never" || cosigned.lapses === "with-policy") return false;
  return touchedBy(state, body).some((id) => (state.touched.get(id) ?? -1) > baseSeq);
}

/** `cosign` where a needed signature is missing, unfit, lapsed or superfluous. */
export function checkCosignatures(state: TeamState, { body, cosigs }: Entry): Result<true> {
  const none = () => (cosigs.length === 0 ? ok(true as const) : fail("cosign", { reason: "superfluous" }));
  const act = actOf(body);
  if (act === null || !isCosigned(state, body.type)) return none();
  if (act.baseSeq > state.head.seq) return fail("cosign", { reason: "base" });
  const able = new Set(cosigners(state, body));
  if (able.size === 0) return none();
  if (cosigs.length === 0) return fail("cosign", { reason: "missing" });
  if (hasLapsed(state, body, act.baseSeq)) return fail("cosign", { reason: "lapsed" });
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
