/** Committed vectors of everything here that has no randomness of its own, or whose sealed bytes are only opened. */
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import type { Encodable } from "../encoding/canonical.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../encoding/ids.ts";
import { hexText, joinBytes, utf8Bytes } from "../text.ts";
import { deviceIdOf, deviceKeys, inboxHash, inboxKeys, inviteKeys } from "./device-keys.ts";
import { hash, kdf, kdf64 } from "./hash.ts";
import { labelsFor } from "./labels.ts";
import { setRandomSource } from "./random.ts";
import { cryptoReady } from "./ready.ts";
import { serverKeysFromSeed, serverKeysHash } from "./session-keys.ts";
import { signBytes, signingKeys, verifyBytes } from "./sign.ts";
import { sodium } from "./sodium.ts";
import { keyCommit, type VaultEpoch } from "./vault-key.ts";

beforeAll(cryptoReady);
afterEach(() => setRandomSource(null));

type ByLabel = Record<string, Uint8Array>;
type LabelVectors = {
  parts: Encodable[];
  hash: ByLabel;
  key: Uint8Array;
  kdf: ByLabel;
  kdf64: ByLabel;
  seed: Uint8Array;
  signPk: Uint8Array;
  bytes: Uint8Array;
  signatures: ByLabel;
};
const labels = readVectors<LabelVectors>("labels");

describe("labels", () => {
  it("every hash and derived key is what it was", () => {
    const { parts, key } = labels;
    const over = (names: readonly string[], make: (label: never) => Uint8Array): ByLabel =>
      Object.fromEntries(names.map((label) => [label, make(label as never)]));
    expect(over(labelsFor("hash"), (label) => hash(label, ...parts))).toEqual(labels.hash);
    expect(over(labelsFor("kdf"), (label) => kdf(key, label, ...parts))).toEqual(labels.kdf);
    expect(over(labelsFor("kdf"), (label) => kdf64(key, label, ...parts))).toEqual(labels.kdf64);
  });

  it("a hash is BLAKE2b-256 over a canonical list that begins with the label", () => {
    // canonical(["latchkey/1/text", h'0001020304', "text", 1, true, null, [2^53-1]])
    const list = [
      Uint8Array.of(0x87, 0x6f),
      utf8Bytes("latchkey/1/text"),
      Uint8Array.of(0x45, 0, 1, 2, 3, 4, 0x64),
      utf8Bytes("text"),
      Uint8Array.of(0x01, 0xf5, 0xf6, 0x81, 0x1b, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    ];
    expect(hexText(sodium.crypto_generichash(32, joinBytes(list), null))).toBe(hexText(labels.hash.text as Uint8Array));
  });

  it("every signature is what it was, and holds", () => {
    const { signPk, signKey } = signingKeys(labels.seed);
    expect(hexText(signPk)).toBe(hexText(labels.signPk));
    expect(Object.keys(labels.signatures)).toEqual([...labelsFor("sign")]);
    for (const label of labelsFor("sign")) {
      const sig = labels.signatures[label] as Uint8Array;
      expect(hexText(signBytes(signKey, label, labels.bytes)), label).toBe(hexText(sig));
      expect(verifyBytes(signPk, label, labels.bytes, sig)).toBe(true);
      for (let bit = 0; bit < 512; bit += 7) {
        const turned = sig.with(bit >> 3, (sig[bit >> 3] as number) ^ (1 << (bit & 7)));
        expect(verifyBytes(signPk, label, labels.bytes, turned)).toBe(false);
      }
      expect(verifyBytes(signPk, label, labels.bytes, sig.slice(0, 63))).toBe(false);
      expect(verifyBytes(signPk.slice(0, 31), label, labels.bytes, sig)).toBe(false);
    }
  });
});

type KeyVectors = {
  device: {
    masterKey: Uint8Array;
    team: TeamId;
    user: UserId;
    signPk: Uint8Array;
    kemPk: Uint8Array;
    drafts: Uint8Array;
    snapshot: Uint8Array;
    localState: Uint8Array;
    id: DeviceId;
  };
  invite: { seed: Uint8Array; team: TeamId; signPk: Uint8Array };
  inbox: { vaultKey: Uint8Array; hash: Hash };
  server: { seed: Uint8Array; signPk: Uint8Array; hash: Hash };
  vaultKey: { of: VaultEpoch & { key: Uint8Array }; commit: Hash };
};

describe("derived keys are what they were", () => {
  const vectors = readVectors<KeyVectors>("keys");

  it("of a device", () => {
    const { masterKey, team, user, id, ...derived } = vectors.device;
    const keys = deviceKeys(masterKey);
    const { signPk, kemPk } = keys;
    expect({
      signPk,
      kemPk,
      drafts: keys.draftsKey,
      snapshot: keys.snapshotKey,
      localState: keys.localStateKey,
    }).toEqual(derived);
    expect(deviceIdOf({ team, user, signPk, kemPk })).toBe(id);
    keys.wipe();
    for (const secret of [keys.signKey, keys.kemKey, keys.draftsKey, keys.snapshotKey, keys.localStateKey])
      expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  it("of an invite, an inbox, a server and a vault's epoch", () => {
    const { invite, inbox, server, vaultKey } = vectors;
    expect(hexText(inviteKeys(invite.seed, invite.team).signPk)).toBe(hexText(invite.signPk));
    expect(inboxHash(inboxKeys(inbox.vaultKey).kemPk)).toBe(inbox.hash);
    expect(hexText(serverKeysFromSeed(server.seed).signPk)).toBe(hexText(server.signPk));
    expect(serverKeysHash(serverKeysFromSeed(server.seed))).toBe(server.hash);
    expect(keyCommit(vaultKey.of)).toBe(vaultKey.commit);
  });
});
