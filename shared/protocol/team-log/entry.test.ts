/** The bytes of an entry [protocol: Encoding]: each row is one shape that must not be read, and the name of its refusal. */
import { encode as encodeCbor } from "@ipld/dag-cbor";
import { beforeAll, describe } from "vitest";
import { cryptoReady } from "../../crypto/ready.ts";
import { signBytes } from "../../crypto/sign.ts";
import { limits } from "../../encoding/limits.ts";
import { bodyOf, type Plan, planInvite, signBody, signShapeless } from "../../testing/entries.ts";
import { type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must } from "../../testing/team.ts";
import { checkEntries, type Row } from "../../testing/verdicts.ts";
import { base32Bytes } from "../../text.ts";
import { type EntryBody, encodeEntry, parseEntry } from "./entry.ts";

let scene: SmallTeam;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
});
const check = (rows: readonly Row[]) => checkEntries(() => scene, rows);

/** A good entry of Ada's, tampered before Ada signs it. */
function tampered(
  mine: SmallTeam,
  tamper: (body: EntryBody) => EntryBody,
  plan: Plan = planInvite(mine.team).plan,
): Uint8Array {
  return signBody(tamper(bodyOf(mine.team, mine.ada, plan)), mine.ada);
}

/** The value on the wire of a good entry of Ada's: byte strings and maps, to be put out of shape. */
function shapeOf({ team, ada }: SmallTeam) {
  const { seq, hash } = team.state.head;
  return {
    suite: 1,
    team: base32Bytes(team.team) as Uint8Array,
    seq: seq + 1,
    prev: base32Bytes(hash) as Uint8Array,
    type: "invite-cancel",
    actor: { user: base32Bytes(ada.user) as Uint8Array, device: base32Bytes(ada.device) as Uint8Array },
    time: team.now,
    payload: { invite: new Uint8Array(16) },
    attached: { cuts: [], heads: [], bundles: [] },
  };
}

describe("the bytes of an entry", () => {
  check([
    ["a good entry", "taken", (mine) => tampered(mine, (body) => body)],
    ["its shape by hand, for comparison", "invite", (mine) => signShapeless(shapeOf(mine), mine.ada)],
    ["longer than 256 KiB", "limit", () => new Uint8Array(limits.entryBytes + 1)],
    ["nothing at all", "encoding schema", () => new Uint8Array(0)],
    ["nested 17 deep", "encoding schema", () => Uint8Array.from([...Array(17).fill(0x81), 0x00])],
    ["cut off", "encoding schema", (mine) => tampered(mine, (body) => body).slice(0, -1)],
    ["a byte behind it", "encoding schema", (mine) => Uint8Array.from([...tampered(mine, (body) => body), 0])],
    ["no map", "encoding schema", () => encodeCbor(["body"])],
    [
      "a key more outside",
      "encoding schema",
      (mine) => {
        const { bodyBytes, sig } = must(parseEntry(tampered(mine, (body) => body)));
        return encodeCbor({ body: bodyBytes, sig, cosigs: [], more: 1 });
      },
    ],
    [
      "a signature of 63 bytes",
      "encoding schema",
      (mine) => {
        const { bodyBytes, sig } = must(parseEntry(tampered(mine, (body) => body)));
        return encodeCbor({ body: bodyBytes, sig: sig.slice(1), cosigs: [] });
      },
    ],
    [
      "17 cosignatures",
      "encoding schema",
      (mine) => {
        const { bodyBytes, sig } = must(parseEntry(tampered(mine, (body) => body)));
        return encodeCbor({ body: bodyBytes, sig, cosigs: Array(17).fill({ device: new Uint8Array(32), sig }) });
      },
    ],
    ["a longer head than needed", "encoding schema", (mine) => longHead(tampered(mine, (body) => body))],
    ["a body that is no map", "encoding entry-type", (mine) => signShapeless([1], mine.ada)],
    [
      "a body without a type",
      "encoding entry-type",
      (mine) => {
        const { type: _gone, ...rest } = shapeOf(mine);
        return signShapeless(rest, mine.ada);
      },
    ],
    [
      "a type that this version does not know",
      "client-too-old entry-type",
      (mine) => signShapeless({ ...shapeOf(mine), type: "review" }, mine.ada),
    ],
    [
      "a type that every object has",
      "client-too-old entry-type",
      (mine) => signShapeless({ ...shapeOf(mine), type: "constructor" }, mine.ada),
    ],
    ["another suite", "suite", (mine) => signShapeless({ ...shapeOf(mine), suite: 2 }, mine.ada)],
    [
      "a suite that is no number",
      "encoding schema",
      (mine) => signShapeless({ ...shapeOf(mine), suite: "1" }, mine.ada),
    ],
    ["a key more in the body", "encoding schema", (mine) => signShapeless({ ...shapeOf(mine), more: 1 }, mine.ada)],
    [
      "a key less in the body",
      "encoding schema",
      (mine) => {
        const { time: _gone, ...rest } = shapeOf(mine);
        return signShapeless(rest, mine.ada);
      },
    ],
    [
      "a key more in the payload",
      "encoding schema",
      (mine) => signShapeless({ ...shapeOf(mine), payload: { invite: new Uint8Array(16), more: 1 } }, mine.ada),
    ],
    [
      "an id of 15 bytes",
      "encoding schema",
      (mine) => signShapeless({ ...shapeOf(mine), payload: { invite: new Uint8Array(15) } }, mine.ada),
    ],
    [
      "the keys of a map in another order",
      "encoding schema",
      (mine) => {
        const [body, sig, cosigs] = ["body", "sig", "cosigs"].map((key) => encodeCbor(key));
        const entry = must(parseEntry(tampered(mine, (one) => one)));
        const parts = [body, encodeCbor(entry.bodyBytes), sig, encodeCbor(entry.sig), cosigs, encodeCbor([])];
        return Uint8Array.from([0xa3, ...parts.flatMap((part) => [...(part as Uint8Array)])]);
      },
    ],
    [
      "a whole number written as a float",
      "encoding entry-type",
      (mine) => {
        const body = asFloat(encodeCbor(shapeOf(mine)), mine.team.now);
        return encodeEntry(body, signBytes(mine.ada.keys.signKey, "log", body), []);
      },
    ],
    [
      "a time that is a float",
      "encoding entry-type",
      (mine) => {
        const body = encodeCbor({ ...shapeOf(mine), time: 1.5 });
        return encodeEntry(body, signBytes(mine.ada.keys.signKey, "log", body), []);
      },
    ],
    [
      "a negative time",
      "encoding entry-type",
      (mine) => {
        const body = encodeCbor({ ...shapeOf(mine), time: -1 });
        return encodeEntry(body, signBytes(mine.ada.keys.signKey, "log", body), []);
      },
    ],
  ]);
});

/** A whole number as a float of eight bytes: it decodes to the same value, which is written in another way. */
function asFloat(bytes: Uint8Array, number: number): Uint8Array {
  const short = encodeCbor(number);
  const at = Buffer.from(bytes).lastIndexOf(short);
  const long = new Uint8Array(9);
  long[0] = 0xfb;
  new DataView(long.buffer).setFloat64(1, number);
  return Uint8Array.from([...bytes.slice(0, at), ...long, ...bytes.slice(at + short.length)]);
}

/** The first map's head written in two bytes where one would do. */
function longHead(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([0xb8, (bytes[0] as number) & 31, ...bytes.slice(1)]);
}
