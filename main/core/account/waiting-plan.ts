/** What a profile that is not in its team yet still has to do; kept sealed, so that it survives a restart. */
import { z } from "zod";
import { openLocal, sealLocal } from "../../../shared/crypto/local-envelopes.ts";
import { encodeWith, parseWith } from "../../../shared/encoding/canonical.ts";
import {
  bytesField,
  bytesMax,
  hashField,
  strict,
  textField,
  timeField,
  uintField,
} from "../../../shared/encoding/fields.ts";
import type { ProfileId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { Result } from "../../../shared/failures.ts";
import { roleField } from "../../../shared/protocol/team-log/state/parts.ts";

const planSchema = z.discriminatedUnion("kind", [
  /** A founder whose entries may or may not have reached the server. */
  strict({
    kind: z.literal("found"),
    setup: bytesField(16),
    blobs: z.array(bytesMax(limits.bundleBytes)).max(16),
    person: z.string(),
    team: z.string(),
  }),
  /** A joiner whom an admin's app has to let in. */
  strict({ kind: z.literal("join"), seed: bytesField(16), invite: hashField(), join: bytesMax(limits.joinBytes) }),
  /** A joiner with whom an admin has to compare codes first; `compared`: the head that one stated, whose code was typed here. */
  strict({
    kind: z.literal("compare"),
    seed: bytesField(16),
    invite: hashField(),
    join: bytesMax(limits.joinBytes),
    role: roleField,
    compared: strict({ logSeq: uintField(), logHead: hashField() }).nullable(),
  }),
  /** A new computer of somebody who is in: another one of theirs has to bring it, on the log that it named. */
  strict({
    kind: z.literal("link"),
    /** Of this computer, to be typed into the other one: shown while it waits. */
    code: textField(8),
    slot: uintField(),
    token: bytesField(16),
    certificate: bytesMax(limits.joinBytes),
    genesis: hashField(),
    logSeq: uintField(),
    logHead: hashField(),
    end: timeField(),
  }),
  /** A new computer of somebody whose sheet of paper brings it, once it was confirmed [protocol: Recovery]. */
  strict({ kind: z.literal("recover"), seed: bytesField(32), certificate: bytesMax(limits.joinBytes) }),
]);
export type WaitingPlan = z.output<typeof planSchema>;

const name = "waiting";
const maxBytes = 2 * 1024 * 1024;
const schema = planSchema as unknown as z.ZodType<WaitingPlan, unknown>;

/** Seals the plan under the local key of the profile. */
export function sealPlan(localStateKey: Uint8Array, profile: ProfileId, plan: WaitingPlan): Uint8Array {
  return sealLocal(localStateKey, { profile, name }, encodeWith(schema, plan));
}

/** Opens it. */
export function openPlan(localStateKey: Uint8Array, profile: ProfileId, sealed: Uint8Array): Result<WaitingPlan> {
  const plain = openLocal(localStateKey, { profile, name }, sealed);
  return plain.ok ? parseWith(schema, plain.value, maxBytes) : plain;
}
