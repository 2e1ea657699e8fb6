/**
 * A recorded log and a recorded chain (`e2e/fixtures/vectors`): they verify byte for byte into the recorded states, and the
 * same acts under the same seed give the same bytes. Hashes and signatures are checked once more by other programs' code.
 */
import { createPublicKey, verify } from "node:crypto";
import { encode } from "@ipld/dag-cbor";
import { blake2b } from "hash-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { makeVectors, type Vectors } from "../../e2e/fixtures/vectors/make-log.ts";
import { readFixture } from "../../e2e/fixtures.ts";
import { cryptoReady } from "../crypto/ready.ts";
import type { DeviceId, TeamId, VaultId } from "../encoding/ids.ts";
import { chainHash, stateHash } from "../testing/state-hash.ts";
import { must } from "../testing/team.ts";
import { base32Text, hexBytes, utf8Text } from "../text.ts";
import { type Entry, parseEntry } from "./team-log/entry.ts";
import { entryTypes } from "./team-log/entry-types.ts";
import type { TeamState } from "./team-log/state/team-state.ts";
import { applyEntry, applyGenesis } from "./team-log/verify.ts";
import { emptyChain, foldCommit, manifestRoot, verifyCommit } from "./vault-chain/chain.ts";

const read = <Name extends keyof Vectors>(name: Name): Vectors[Name] =>
  JSON.parse(utf8Text(readFixture(`vectors/${name}.json`)) as string);
const { log, chain } = { log: read("log"), chain: read("chain") };
const bytesOf = (hex: string) => hexBytes(hex) as Uint8Array;
const entries = log.entries.map(({ bytes }) => bytesOf(bytes));

beforeAll(cryptoReady);

function replay(): TeamState {
  const [first, ...rest] = entries;
  let state = must(applyGenesis(first as Uint8Array, log.team as TeamId));
  for (const bytes of rest) state = must(applyEntry(state, bytes)).state;
  return state;
}

describe("the recorded log", () => {
  it("holds every type of entry that this version speaks", () => {
    expect([...new Set(log.entries.map(({ type }) => type))].sort()).toEqual(Object.keys(entryTypes).sort());
  });

  it("verifies entry by entry into the recorded states", () => {
    let state: TeamState | null = null;
    for (const [at, bytes] of entries.entries()) {
      state = state === null ? must(applyGenesis(bytes, log.team as TeamId)) : must(applyEntry(state, bytes)).state;
      expect(state.head).toEqual({ seq: at, hash: log.entries[at]?.hash });
      expect(stateHash(state)).toBe(log.entries[at]?.state);
    }
  });

  it("names the team by its genesis, and each entry by its bytes, also in another program's BLAKE2b", async () => {
    for (const [at, bytes] of entries.entries()) {
      const { bodyBytes, sig, cosigs } = must(parseEntry(bytes));
      const devices = cosigs.map(({ device, sig: cosig }) => [device, cosig]);
      const hashed = await blake2b(encode(["latchkey/1/log-entry", bodyBytes, sig, devices]), 256);
      expect(base32Text(bytesOf(hashed))).toBe(log.entries[at]?.hash);
    }
  });

  it("is signed as OpenSSL's Ed25519 sees it", () => {
    const state = replay();
    for (const bytes of entries) {
      const entry: Entry = must(parseEntry(bytes));
      const { signPk } = state.devices.get(entry.body.actor.device as DeviceId) as { signPk: Uint8Array };
      const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), signPk]);
      const key = createPublicKey({ key: der, format: "der", type: "spki" });
      const signed = Buffer.from(encode(["latchkey/1/log", entry.bodyBytes]));
      expect(verify(null, signed, key, entry.sig)).toBe(true);
    }
  });
});

describe("the recorded chain", () => {
  it("verifies commit by commit into the recorded heads, roots and chains", () => {
    const state = replay();
    const folded = emptyChain(chain.vault as VaultId);
    for (const [at, { bytes, hash, root, chain: whole }] of chain.commits.entries()) {
      foldCommit(folded, must(verifyCommit(state, folded, bytesOf(bytes))));
      expect(folded.head).toEqual({ seq: at + 1, hash });
      expect(manifestRoot(folded)).toBe(root);
      expect(chainHash(folded)).toBe(whole);
    }
    expect(folded.items.size).toBeGreaterThan(3);
  });
});

describe("the same acts under the same seed", () => {
  it("give the recorded bytes", async () => {
    expect(await makeVectors()).toEqual({ log, chain });
  });
});
