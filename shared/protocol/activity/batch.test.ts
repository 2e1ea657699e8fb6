/** Batches of events: what a reader takes, and each way to break one [protocol: Activity]. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { type SigningKey, signingKeys } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { base32Text } from "../../text.ts";
import { readBatch, signBatch } from "./batch.ts";
import { encodeEvent, eventHash, parseEvent, plainEvent } from "./event.ts";

let signPk: Uint8Array;
let signKey: SigningKey;
beforeAll(async () => {
  await cryptoReady();
  ({ signPk, signKey } = signingKeys(new Uint8Array(32).fill(7)));
});
const author = {
  team: base32Text(new Uint8Array(32).fill(1)) as TeamId,
  user: base32Text(new Uint8Array(16).fill(2)) as UserId,
  device: base32Text(new Uint8Array(32).fill(3)) as DeviceId,
};

/** So many events in a chain. */
function chainOf(count: number): Uint8Array[] {
  const made: Uint8Array[] = [];
  let prev: Hash = zeroHash;
  for (let seq = 1; seq <= count; seq++) {
    const bytes = encodeEvent({ ...plainEvent("code-shown"), suite: 1, seq, prev, time: seq as EpochMs });
    made.push(bytes);
    prev = eventHash(bytes);
  }
  return made;
}
const read = (bytes: Uint8Array, of: Partial<typeof author> = {}) => readBatch(bytes, { ...author, ...of, signPk });

describe("a batch", () => {
  it("is read as it was signed, also with a number that is not there", () => {
    const [first, , third] = chainOf(3) as [Uint8Array, Uint8Array, Uint8Array];
    const answer = read(signBatch(signKey, author, [first, third]));
    expect(answer).toMatchObject({ ok: true, value: [{ event: { seq: 1 } }, { event: { seq: 3 } }] });
  });

  it.each<[string, (events: Uint8Array[]) => Uint8Array[]]>([
    ["backwards", (events) => events.toReversed()],
    ["one twice", ([first]) => [first as Uint8Array, first as Uint8Array]],
    ["one of another chain", ([first]) => [first as Uint8Array, otherSecond()]],
  ])("whose events stand %s is refused", (_, spoil) => {
    expect(read(signBatch(signKey, author, spoil(chainOf(3))))).toMatchObject({ failure: { code: "manifest" } });
  });

  it.each([
    ["team", { team: base32Text(new Uint8Array(32)) as TeamId }],
    ["person", { user: base32Text(new Uint8Array(16)) as UserId }],
    ["computer", { device: base32Text(new Uint8Array(32)) as DeviceId }],
  ])("of another %s is refused", (_, of) => {
    expect(read(signBatch(signKey, author, chainOf(1)), of)).toMatchObject({ failure: { code: "signature" } });
  });

  it("is taken in no other bytes", () => {
    const bytes = signBatch(signKey, author, chainOf(2));
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = bytes.slice();
      spoilt[at] = (spoilt[at] as number) ^ 1;
      expect(read(spoilt).ok, `byte ${at}`).toBe(false);
      expect(read(bytes.slice(0, at)).ok, `cut to ${at}`).toBe(false);
    }
    expect(read(Uint8Array.from([...bytes, 0])).ok).toBe(false);
  });

  it("holds nothing that is no event", () => {
    expect(read(signBatch(signKey, author, [Uint8Array.of(1, 2)]))).toMatchObject({ failure: { code: "encoding" } });
  });
});

function otherSecond(): Uint8Array {
  const prev = base32Text(new Uint8Array(32).fill(9)) as Hash;
  return encodeEvent({ ...plainEvent("code-shown"), suite: 1, seq: 2, prev, time: 2 as EpochMs });
}

describe("the recorded activity", () => {
  type Recorded = typeof author & { signPk: Uint8Array; events: Uint8Array[]; hashes: Hash[]; batch: Uint8Array };
  it("reads as it did, hash by hash", () => {
    const { batch, events, hashes, ...whose } = readVectors<Recorded>("activity");
    const answer = readBatch(batch, whose);
    expect(answer.ok && answer.value.map(({ hash }) => hash)).toEqual(hashes);
    for (const bytes of events) {
      const parsed = parseEvent(bytes);
      expect(parsed.ok && encodeEvent(parsed.value.event)).toEqual(bytes);
    }
  });
});
