/** Letters: who wrote them, whether they count, what they say about those that did not come, and where they open. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { inboxKeys } from "../../crypto/device-keys.ts";
import { type LetterPlace, openLetter, sealLetter } from "../../crypto/letter-envelope.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { signingKeys } from "../../crypto/sign.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { DeviceId, EpochMs, Hash, ItemId, LetterChainId, LetterId, TeamId, VaultId } from "../../encoding/ids.ts";
import { limits } from "../../encoding/limits.ts";
import { act } from "../../testing/entries.ts";
import { planRemove, planRole } from "../../testing/leavers.ts";
import { letter } from "../../testing/letters.ts";
import { copyOf, type SmallTeam, smallTeam } from "../../testing/small-team.ts";
import { must, type Person, vaultOfKind } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { cosignedTypes } from "../team-log/cosigned-types.ts";
import { buildLetter, type Letter, type LetterBody, parseLetter } from "./letter.ts";
import { encodeContent, type LetterContent, type LetterType, letterTypes, parseContent } from "./letter-types.ts";
import { readRuns } from "./runs.ts";
import { standingOf, takesLetters, verifyLetter } from "./verify.ts";

let scene: SmallTeam;
let governance: VaultId;
beforeAll(async () => {
  await cryptoReady();
  scene = smallTeam();
  governance = vaultOfKind(scene.team.state, "governance").vault;
});

const asked = (mine: SmallTeam, by: Person, tamper: Partial<LetterBody> = {}) =>
  letter(mine.team, by, { to: governance, type: "name-request", content: { name: "Roberta" }, tamper });

describe("a letter is verified", () => {
  it.each<[string, string, (mine: SmallTeam) => Uint8Array]>([
    ["as it is", "taken", (mine) => asked(mine, mine.bob).bytes],
    ["of another team", "unknown-team", (mine) => asked(mine, mine.bob, { team: zeroHash as string as TeamId }).bytes],
    ["for another inbox", "signature inbox", (mine) => asked(mine, mine.bob, { to: mine.ops }).bytes],
    [
      "in another person's name",
      "signature author",
      (mine) => asked(mine, mine.bob, { from: { user: mine.ada.user, device: mine.bob.device } }).bytes,
    ],
    [
      "by another person's computer",
      "signature",
      (mine) => asked(mine, mine.bob, { from: { user: mine.ada.user, device: mine.ada.device } }).bytes,
    ],
    [
      "by a computer that nobody knows",
      "signature author",
      (mine) => asked(mine, mine.bob, { from: { user: mine.bob.user, device: zeroHash as string as DeviceId } }).bytes,
    ],
    ["above my log", "log-gap", (mine) => asked(mine, mine.bob, { logSeq: mine.team.state.head.seq + 1 }).bytes],
    ["on another log", "log-fork", (mine) => asked(mine, mine.bob, { logHead: zeroHash }).bytes],
    ["with nothing in it", "encoding schema", () => new Uint8Array()],
  ])("%s: %s", (_name, expected, bytes) => {
    expect(verdict(verifyLetter(scene.team.state, governance, bytes(scene)))).toBe(expected);
  });
});

/** What a letter is worth after this, written before it. */
function worth(by: (mine: SmallTeam) => Person, then: (mine: SmallTeam) => void, type: keyof typeof letterTypes) {
  const mine = copyOf(scene);
  const content = {
    "name-request": { name: "R" },
    "name-decline": { request: zeroHash, name: "R", reason: null },
    "key-request": { vault: mine.ops, epoch: 1 },
    "recovery-share": {
      sheet: zeroHash,
      halves: [{ with: mine.ada.user, half: new Uint8Array(32), other: zeroHash }],
    },
    "recovery-choice": { sheet: zeroHash, holders: [mine.ada.user, mine.cleo.user] },
    "cosign-request": { act: null },
    "cosign-answer": { id: mine.ops as string, sig: null },
    "code-request": {
      ...{ nonce: mine.ops as string, item: mine.ops as string as ItemId, kemPk: new Uint8Array(1216) },
      ...{ until: 0 as EpochMs, why: "" },
    },
    "code-answer": { nonce: mine.ops as string, sealed: null },
    "activity-batch": { batch: new Uint8Array(100) },
    "account-statement": {
      ...{ own: mine.ops as string, tool: mine.ops as never, signInName: null, role: null },
      ...{ state: "sms-only" as const, through: null, isRemoved: false },
    },
    "login-facts": { vault: mine.ops, logins: 0, facts: [], gone: [] },
  };
  const audit = vaultOfKind(mine.team.state, "audit").vault;
  const isPersonal = (letterTypes[type].to as readonly string[]).includes("personal");
  const personal = isPersonal && type !== "name-decline";
  const tools = vaultOfKind(mine.team.state, "tools").vault;
  const to = personal
    ? mine.bobsPersonal
    : type === "account-statement"
      ? tools
      : type === "activity-batch"
        ? audit
        : governance;
  const { bytes } = letter(mine.team, by(mine), { to, type, content: content[type] as never });
  then(mine);
  return standingOf(mine.team.state, must(verifyLetter(mine.team.state, to, bytes)));
}

describe("a letter counts", () => {
  const nothing = () => {};
  const remove = (who: "bob" | "cleo") => (mine: SmallTeam) =>
    act(mine.team, mine.ada, planRemove(mine.team, mine.ada, mine[who].user));
  const lower = (mine: SmallTeam) =>
    act(mine.team, mine.ada, planRole(mine.team, mine.ada, { user: mine.cleo.user, role: "member" }));
  it.each<[string, string, (mine: SmallTeam) => Person, (mine: SmallTeam) => void, keyof typeof letterTypes]>([
    ["a request of a member", "counts", ({ bob }) => bob, nothing, "name-request"],
    ["a request of an auditor", "counts", ({ aud }) => aud, nothing, "name-request"],
    ["a request of whoever was removed since", "late", ({ bob }) => bob, remove("bob"), "name-request"],
    ["a request for a key by a member", "counts", ({ dora }) => dora, nothing, "key-request"],
    ["a request for a key by whoever was removed since", "late", ({ cleo }) => cleo, remove("cleo"), "key-request"],
    [
      "a request for a signature by whoever was removed since",
      "late",
      ({ cleo }) => cleo,
      remove("cleo"),
      "cosign-request",
    ],
    ["a request for a signature", "counts", ({ cleo }) => cleo, nothing, "cosign-request"],
    ["a signature by whoever was removed since", "late", ({ cleo }) => cleo, remove("cleo"), "cosign-answer"],
    ["a signature", "counts", ({ cleo }) => cleo, nothing, "cosign-answer"],
    ["a question for a code by a member", "counts", ({ dora }) => dora, nothing, "code-request"],
    ["a question for a code by whoever was removed since", "late", ({ cleo }) => cleo, remove("cleo"), "code-request"],
    ["a code by a member", "counts", ({ dora }) => dora, nothing, "code-answer"],
    ["a code by whoever was removed since", "late", ({ cleo }) => cleo, remove("cleo"), "code-answer"],
    ["a share of a recovery by a member", "counts", ({ dora }) => dora, nothing, "recovery-share"],
    ["a choice of people for a recovery", "counts", ({ bob }) => bob, nothing, "recovery-choice"],
    ["the activity of a member", "counts", ({ bob }) => bob, nothing, "activity-batch"],
    ["the activity of whoever was removed since", "late", ({ bob }) => bob, remove("bob"), "activity-batch"],
    ["what a member says of an own account", "counts", ({ bob }) => bob, nothing, "account-statement"],
    ["that of whoever was removed since", "late", ({ bob }) => bob, remove("bob"), "account-statement"],
    ["facts of a member", "counts", ({ bob }) => bob, nothing, "login-facts"],
    ["facts of whoever was removed since", "late", ({ bob }) => bob, remove("bob"), "login-facts"],
    ["an answer of an admin", "counts", ({ cleo }) => cleo, nothing, "name-decline"],
    ["an answer of a member", "late", ({ bob }) => bob, nothing, "name-decline"],
    ["an answer of a lead", "late", ({ dora }) => dora, nothing, "name-decline"],
    ["an answer of whoever is no admin any more", "late", ({ cleo }) => cleo, lower, "name-decline"],
    ["an answer of an admin who was removed since", "late", ({ cleo }) => cleo, remove("cleo"), "name-decline"],
  ])("%s: %s", (_name, expected, by, then, type) => {
    expect(worth(by, then, type)).toBe(expected);
  });

  it("nowhere but in inboxes of its type, and not before this version knows the type", () => {
    const { team, bob, ops } = scene;
    const misplaced = letter(team, bob, { to: ops, type: "name-request", content: { name: "R" } });
    expect(standingOf(team.state, must(verifyLetter(team.state, ops, misplaced.bytes)))).toBe("misplaced");
    const newer = must(verifyLetter(team.state, governance, asked(scene, bob, { type: "of-next-year" }).bytes));
    expect(standingOf(team.state, newer)).toBe("newer");
    expect(verdict(parseContent(newer.body, "name-request"))).toBe("client-too-old");
    const request = must(verifyLetter(team.state, governance, asked(scene, bob).bytes));
    expect(verdict(parseContent(request.body, "name-decline"))).toBe("encoding letter-type");
  });

  it("for who had the right when it was written, and not for who was given it since", () => {
    const mine = copyOf(scene);
    const content = { request: zeroHash, name: "R", reason: null };
    const early = letter(mine.team, mine.dora, { to: governance, type: "name-decline", content });
    act(mine.team, mine.ada, planRole(mine.team, mine.ada, { user: mine.dora.user, role: "admin" }));
    const verified = must(verifyLetter(mine.team.state, governance, early.bytes));
    expect(standingOf(mine.team.state, verified)).toBe("late");
  });
});

describe("an inbox", () => {
  it("takes letters while its vault lives and needs no new key", () => {
    const { team, ops, archived, due } = scene;
    const said = (vault: VaultId, epoch?: number) => verdict(takesLetters(team.state, vault, epoch));
    expect([said(ops), said(ops, 1), said(ops, 2)]).toEqual(["taken", "taken", "epoch-stale"]);
    expect([said(archived), said(due), said(newId<VaultId>())]).toEqual(["role archived", "epoch-stale", "not-found"]);
  });

  it("opens what was sealed for exactly this place", () => {
    const inbox = inboxKeys(randomBytes(32));
    const place: LetterPlace = { team: scene.team.team, to: governance, epoch: 1, id: newId<LetterId>() };
    const sealed = sealLetter(inbox.kemPk, place, Uint8Array.of(1, 2, 3));
    expect(must(openLetter(inbox.kemKey, place, sealed))).toEqual(Uint8Array.of(1, 2, 3));
    const others: LetterPlace[] = [
      { ...place, team: zeroHash as string as TeamId },
      { ...place, to: scene.ops },
      { ...place, epoch: 2 },
      { ...place, id: newId<LetterId>() },
    ];
    expect(others.map((other) => verdict(openLetter(inbox.kemKey, other, sealed)))).toEqual(
      others.map(() => "commitment"),
    );
    const other = inboxKeys(randomBytes(32));
    expect(verdict(openLetter(other.kemKey, place, sealed))).toBe("commitment");
    expect(verdict(openLetter(inbox.kemKey, place, sealed.slice(0, 1119)))).toBe("encoding letter-length");
    expect(verdict(openLetter(inbox.kemKey, place, new Uint8Array(limits.letterBytes + 1)))).toBe("limit");
  });

  it("holds the longest letter that can be written", () => {
    const inbox = inboxKeys(randomBytes(32));
    const place: LetterPlace = { team: scene.team.team, to: governance, epoch: 1, id: newId<LetterId>() };
    const longest = asked(scene, scene.bob, { content: new Uint8Array(limits.letterBodyBytes) }).bytes;
    const sealed = sealLetter(inbox.kemPk, place, longest);
    expect(sealed.length).toBeLessThanOrEqual(limits.letterBytes);
    const opened = must(openLetter(inbox.kemKey, place, sealed));
    expect(verdict(verifyLetter(scene.team.state, governance, opened))).toBe("taken");
  });
});

/** Letters of one computer, as it numbers them. */
function run(length: number): Letter[] {
  const chain = newId<LetterChainId>();
  const made: Letter[] = [];
  for (let counter = 0; counter < length; counter++) {
    const prev = made[counter - 1]?.hash ?? zeroHash;
    made.push(must(parseLetter(asked(scene, scene.bob, { chain, counter, prev }).bytes)));
  }
  return made;
}

describe("letters that did not come", () => {
  it("are counted, whichever are lost and in whatever order the others come, and none that came is disputed", () => {
    const whole = run(8);
    fc.assert(
      fc.property(fc.shuffledSubarray(whole, { minLength: 1 }), (came) => {
        const highest = Math.max(...came.map(({ body }) => body.counter));
        const { gaps, disputed, restarted } = readRuns([...came, ...came]);
        expect(gaps.map(({ missing }) => missing)).toEqual(
          highest + 1 === came.length ? [] : [highest + 1 - came.length],
        );
        expect([disputed.size, restarted]).toEqual([0, []]);
      }),
    );
  });

  it("cost nothing to count, however many a letter claims", () => {
    const counter = Number.MAX_SAFE_INTEGER - 1;
    const far = must(parseLetter(asked(scene, scene.bob, { counter }).bytes));
    expect(readRuns([far]).gaps[0]?.missing).toBe(counter);
  });

  it("may lie behind a run that begins anew, which is named", () => {
    const { user, device } = scene.bob;
    expect(readRuns([...run(2), ...run(1)]).restarted).toEqual([{ user, device }]);
  });
});

describe("letters that contradict each other", () => {
  it("are disputed, both of one number and what stands on another than the one before", () => {
    const [first, second] = run(2) as [Letter, Letter];
    const { chain } = first.body;
    const twin = must(parseLetter(asked(scene, scene.bob, { chain, counter: 0, time: 5 as never }).bytes));
    expect([...readRuns([first, second, twin]).disputed].sort()).toEqual([first.hash, twin.hash].sort());
    const astray = must(parseLetter(asked(scene, scene.bob, { chain, counter: 1, prev: twin.hash }).bytes));
    expect([...readRuns([first, astray]).disputed]).toEqual([astray.hash]);
  });
});

type Vectors = {
  place: LetterPlace;
  vaultKey: Uint8Array;
  seed: Uint8Array;
  body: LetterBody;
  message: Uint8Array;
  hash: Hash;
  sealed: Uint8Array;
  contents: { type: LetterType; content: never; bytes: Uint8Array }[];
};

describe("the recorded letter", () => {
  it("opens and reads as it was, and the same letter has the same bytes", () => {
    const recorded = readVectors<Vectors>("letter");
    const opened = must(openLetter(inboxKeys(recorded.vaultKey).kemKey, recorded.place, recorded.sealed));
    expect(opened).toEqual(recorded.message);
    expect(must(parseLetter(opened)).body).toEqual(recorded.body);
    const again = buildLetter(recorded.body, signingKeys(recorded.seed));
    expect(again).toEqual({ bytes: recorded.message, hash: recorded.hash });
  });

  it("has contents of every type", () => {
    const { contents } = readVectors<Vectors>("letter");
    expect([...new Set(contents.map(({ type }) => type))]).toEqual(Object.keys(letterTypes));
    const acts = contents.flatMap(({ type, content }) => (type === "cosign-request" ? [content] : []));
    expect(acts.map((content) => (content as LetterContent<"cosign-request">).act?.type).sort()).toEqual(
      [...cosignedTypes].sort(),
    );
    for (const { type, content, bytes } of contents) {
      expect(Uint8Array.from(encodeContent(type, content))).toEqual(bytes);
      expect(must(parseContent({ type, content: bytes }, type))).toEqual(content);
    }
  });
});
