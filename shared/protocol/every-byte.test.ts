/** One entry, one commit, one letter and one statement of heads, in every byte: no flipped bit, no cut and nothing behind it is taken, and nothing throws. */
import { beforeAll, describe, expect, it } from "vitest";
import { cryptoReady } from "../crypto/ready.ts";
import { encode } from "../encoding/canonical.ts";
import { commit } from "../testing/commits.ts";
import { act, bodyOf, planAccess, signBody } from "../testing/entries.ts";
import { letter } from "../testing/letters.ts";
import { twinSignature } from "../testing/other-forms.ts";
import { copyOf, type SmallTeam, smallTeam } from "../testing/small-team.ts";
import { statement } from "../testing/statements.ts";
import { must, vaultOfKind } from "../testing/team.ts";
import { verifyStatement } from "./heads/statement.ts";
import { parseLetter } from "./letters/letter.ts";
import { verifyLetter } from "./letters/verify.ts";
import { encodeEntry, parseEntry } from "./team-log/entry.ts";
import { applyEntry } from "./team-log/verify.ts";
import { type VaultChain, verifyCommit } from "./vault-chain/chain.ts";
import { parseCommit } from "./vault-chain/commit.ts";

let scene: SmallTeam;
let entry: Uint8Array;
let oneCommit: Uint8Array;
let oneLetter: Uint8Array;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  const { team, ada, bob, ops } = scene;
  entry = signBody(bodyOf(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }])), ada);
  oneCommit = commit(team, bob, { vault: ops }).bytes;
  const to = vaultOfKind(team.state, "governance").vault;
  oneLetter = letter(team, bob, { to, type: "name-request", content: { name: "R" } }).bytes;
});

const takesEntry = (bytes: Uint8Array) => applyEntry(scene.team.state, bytes).ok;
const takesCommit = (bytes: Uint8Array) =>
  verifyCommit(scene.team.state, scene.team.chains.get(scene.ops) as VaultChain, bytes).ok;

const takesLetter = (bytes: Uint8Array) =>
  verifyLetter(scene.team.state, vaultOfKind(scene.team.state, "governance").vault, bytes).ok;

/** What of all the ways to spoil these bytes is taken all the same. */
function survivors(bytes: Uint8Array, takes: (bytes: Uint8Array) => boolean): string[] {
  const found: string[] = [];
  const check = (what: string, spoilt: Uint8Array) => {
    if (takes(spoilt)) found.push(what);
  };
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const spoilt = bytes.slice();
    spoilt[bit >> 3] = (spoilt[bit >> 3] as number) ^ (1 << (bit & 7));
    check(`bit ${bit}`, spoilt);
  }
  for (let length = 0; length < bytes.length; length++) {
    check(`cut to ${length}`, bytes.slice(0, length));
    check(`begun at ${length + 1}`, bytes.slice(length + 1));
    check(`without byte ${length}`, Uint8Array.from([...bytes.slice(0, length), ...bytes.slice(length + 1)]));
  }
  for (let byte = 0; byte < 256; byte++) {
    check(`${byte} behind it`, Uint8Array.from([...bytes, byte]));
    check(`${byte} before it`, Uint8Array.from([byte, ...bytes]));
  }
  check("twice", Uint8Array.from([...bytes, ...bytes]));
  return found;
}

describe("an entry", () => {
  it("is taken as it is, and in no other bytes", () => {
    expect(takesEntry(entry)).toBe(true);
    expect(survivors(entry, takesEntry)).toEqual([]);
  });

  it("has one signature: the same point by another number is refused", () => {
    const { bodyBytes, sig } = must(parseEntry(entry));
    expect(takesEntry(encodeEntry(bodyBytes, sig, []))).toBe(true);
    expect(takesEntry(encodeEntry(bodyBytes, twinSignature(sig), []))).toBe(false);
  });

  it("is taken once", () => {
    const { team, ada, bob, ops } = copyOf(scene);
    act(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }]));
    expect(applyEntry(team.state, entry).ok).toBe(false);
  });
});

describe("a commit", () => {
  it("is taken as it is, and in no other bytes", () => {
    expect(takesCommit(oneCommit)).toBe(true);
    expect(survivors(oneCommit, takesCommit)).toEqual([]);
  });

  it("has one signature: the same point by another number is refused", () => {
    const { bodyBytes, sig } = must(parseCommit(oneCommit));
    expect(takesCommit(encode({ body: bodyBytes, sig }))).toBe(true);
    expect(takesCommit(encode({ body: bodyBytes, sig: twinSignature(sig) }))).toBe(false);
  });
});

describe("a letter", () => {
  it("is taken as it is, and in no other bytes", () => {
    expect(takesLetter(oneLetter)).toBe(true);
    expect(survivors(oneLetter, takesLetter)).toEqual([]);
  });

  it("has one signature: the same point by another number is refused", () => {
    const { bodyBytes, sig } = must(parseLetter(oneLetter));
    expect(takesLetter(encode({ body: bodyBytes, sig: twinSignature(sig) }))).toBe(false);
  });
});

describe("a statement of heads", () => {
  it("is taken as it is, and in no other bytes", () => {
    const { team, bob, ops } = scene;
    const vaults = [{ vault: ops, ...(team.chains.get(ops) as VaultChain).head }];
    const bytes = statement(team, bob, { vaults });
    const takes = (some: Uint8Array) => verifyStatement(team.state, some).ok;
    expect(takes(bytes)).toBe(true);
    expect(survivors(bytes, takes)).toEqual([]);
  });
});
