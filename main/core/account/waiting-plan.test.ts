import { expect, it } from "vitest";
import { hashText } from "../../../shared/crypto/hash.ts";
import { newId, randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import type { EpochMs, Hash, ProfileId } from "../../../shared/encoding/ids.ts";
import { openPlan, sealPlan, type WaitingPlan } from "./waiting-plan.ts";

await cryptoReady();
const key = randomBytes(32);
const profile = newId<ProfileId>();
const plans: Record<WaitingPlan["kind"], WaitingPlan> = {
  found: { kind: "found", setup: randomBytes(16), blobs: [randomBytes(40)], person: "Ada", team: "Engines" },
  join: { kind: "join", seed: randomBytes(16), invite: hashText("genesis", "invite") as Hash, join: randomBytes(50) },
  compare: {
    ...{ kind: "compare", seed: randomBytes(16), invite: hashText("genesis", "invite") as Hash, join: randomBytes(50) },
    ...{ role: "admin", compared: { logSeq: 9, logHead: hashText("log-entry", "head") as Hash } },
  },
  link: {
    ...{ kind: "link", code: "k7q2m9xd", slot: 7, token: randomBytes(16), certificate: randomBytes(50) },
    ...{ genesis: hashText("genesis", "log") as Hash, logSeq: 9, logHead: hashText("log-entry", "head") as Hash },
    end: 1_800_000_000_000 as EpochMs,
  },
  recover: { kind: "recover", seed: randomBytes(32), certificate: randomBytes(50) },
};

it.each(Object.entries(plans))("a plan to %s opens as it was sealed", (_, plan) => {
  expect(openPlan(key, profile, sealPlan(key, profile, plan))).toEqual({ ok: true, value: plan });
});

it.each([
  ["under another key", randomBytes(32), profile, (sealed: Uint8Array) => sealed],
  ["for another profile", key, newId<ProfileId>(), (sealed: Uint8Array) => sealed],
  ["with its last byte changed", key, profile, (sealed: Uint8Array) => sealed.with(-1, (sealed.at(-1) as number) ^ 1)],
  ["cut short", key, profile, (sealed: Uint8Array) => sealed.slice(0, 20)],
  ["when empty", key, profile, () => new Uint8Array()],
])("a plan does not open %s", (_, otherKey, otherProfile, change) => {
  expect(openPlan(otherKey, otherProfile, change(sealPlan(key, profile, plans.join))).ok).toBe(false);
});
