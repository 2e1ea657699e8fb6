import { beforeAll, describe, expect, it } from "vitest";
import { deviceKeys, newMasterKey } from "../crypto/device-keys.ts";
import { newId } from "../crypto/random.ts";
import { cryptoReady } from "../crypto/ready.ts";
import { buildGenesis, plannedBody } from "./build-entry.ts";
import { cosign, cosigners } from "./cosign.ts";
import type { EntryBodyOf } from "./entry.ts";
import type { EpochMs, UserId } from "./ids.ts";
import { firstPolicy } from "./policy.ts";

beforeAll(cryptoReady);

describe("cosignatures", () => {
  it("do not depend on where the entry lands, only on what it does", () => {
    const keys = deviceKeys(newMasterKey());
    const user = newId<UserId>();
    const made = buildGenesis({ user, policy: firstPolicy, time: 1 as EpochMs }, keys);
    if (!made.state.ok) throw new Error(made.state.failure.code);
    const state = made.state.value;
    const payload = { id: newId<string>(), baseSeq: 0, policy: { ...firstPolicy, quickUnlock: false } };
    const actor = { user, device: made.device };
    const body = plannedBody(state, { type: "policy", payload, actor, time: 5 as EpochMs }) as EntryBodyOf<"policy">;
    const later = { ...body, seq: 99, time: 9 as EpochMs };
    const other = { ...body, payload: { ...payload, policy: firstPolicy } };
    const sigs = [body, later, other].map((one) => cosign(one, made.device, keys.signKey).sig.join());
    expect(sigs[0]).toBe(sigs[1]);
    expect(sigs[0]).not.toBe(sigs[2]);
    expect(cosigners(state, user)).toEqual([]);
  });
});
