/** The messages by which an admin and an invited person make sure of each other, and a server between them that has the invite's code. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { deviceKeys, inviteKeys, newMasterKey } from "../../crypto/device-keys.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { encode } from "../../encoding/canonical.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { must } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Text } from "../../text.ts";
import {
  type CompareAnswer,
  type CompareReveal,
  checkCompared,
  compareCommitment,
  makeCompareAnswer,
  makeCompared,
  makeCompareReveal,
  readCompareAnswer,
  readCompareReveal,
} from "./compare.ts";
import { comparedCodes } from "./compared.ts";
import { makeCertificate, makeJoin, parseJoin } from "./join.ts";

beforeAll(() => cryptoReady());

const hashOf = (): Hash => base32Text(randomBytes(32)) as Hash;
const codesOf = (messages: Parameters<typeof comparedCodes>[1]) => comparedCodes("invite-code", messages);

function scene() {
  const team = hashOf() as string as TeamId;
  const guest = inviteKeys(randomBytes(16), team);
  const invite = { hash: hashOf(), invitePk: guest.signPk };
  /** Somebody who has the code: the invited person, or whoever it leaked to. */
  const somebody = () => {
    const keys = deviceKeys(newMasterKey());
    const certificate = makeCertificate(keys, { team, user: newId<UserId>() });
    const join = makeJoin({ certificate, invite: invite.hash, inviteKey: guest.signKey, deviceKey: keys.signKey });
    const reveal = { join, nonce: randomBytes(32) };
    return { keys, reveal, commitment: compareCommitment(reveal) };
  };
  const answer = (): CompareAnswer => ({
    ...{ team, invite: invite.hash, user: newId<UserId>(), device: hashOf() as string as DeviceId },
    ...{ logSeq: 7, logHead: hashOf(), origin: "https://team.example", serverKeys: hashOf(), nonce: randomBytes(32) },
  });
  return { team, invite, somebody, answer };
}

type Vectors = {
  shown: CompareReveal;
  answered: CompareAnswer;
  invitePk: Uint8Array;
  commitment: Uint8Array;
  answer: Uint8Array;
  reveal: Uint8Array;
  codes: { old: string; fresh: string };
  compared: Uint8Array;
};

it("comes out as the vectors say", () => {
  const recorded = readVectors<Vectors>("compare");
  const { shown, answered, invitePk, commitment, answer, reveal, codes, compared } = recorded;
  expect(compareCommitment(shown)).toEqual(commitment);
  expect(makeCompareAnswer(answered)).toEqual(answer);
  expect(makeCompareReveal(shown)).toEqual(reveal);
  expect(codesOf(recorded)).toEqual(codes);
  // Another label makes other codes: what was compared for a computer is no word about an invite.
  expect(comparedCodes("link-code", recorded)).not.toEqual(codes);
  const { team, invite: hash } = answered;
  const read = must(readCompareReveal(reveal, commitment, { team, invite: { hash, invitePk } }));
  expect(verdict(checkCompared(compared, recorded, read.of))).toBe("taken");
});

describe("an answer", () => {
  it.each(["team", "invite", "origin", "serverKeys"] as const)("about another %s is sas", (field) => {
    const { answer } = scene();
    const told = answer();
    expect(verdict(readCompareAnswer(makeCompareAnswer(told), told))).toBe("taken");
    const other = { ...told, [field]: field === "origin" ? "https://evil.example" : hashOf() };
    expect(verdict(readCompareAnswer(makeCompareAnswer(other), told))).toBe("sas answer");
  });

  it("that is none is encoding", () => {
    const told = scene().answer();
    for (const bytes of [new Uint8Array(), encode({}), makeCompareAnswer(told).slice(1), randomBytes(300)])
      expect(readCompareAnswer(bytes, told)).toMatchObject({ failure: { code: "encoding" } });
  });
});

describe("what a joiner shows", () => {
  it("is the join message that was committed to, of this invite and team", () => {
    const { team, invite, somebody } = scene();
    const [{ reveal, commitment }, thief] = [somebody(), somebody()];
    const read = (shown: CompareReveal, of = { team, invite }) =>
      verdict(readCompareReveal(makeCompareReveal(shown), commitment, of));
    expect(read(reveal)).toBe("taken");
    expect(read(thief.reveal)).toBe("sas commitment");
    expect(read({ ...reveal, nonce: thief.reveal.nonce })).toBe("sas commitment");
    expect(read(reveal, { team, invite: { ...invite, hash: hashOf() } })).toBe("sas join");
    expect(read(reveal, { team, invite: { ...invite, invitePk: scene().invite.invitePk } })).toBe("sas join");
    expect(read(reveal, { team: scene().team, invite })).toBe("sas join");
    expect(read({ ...reveal, join: randomBytes(300) })).toMatch(/^encoding/);
  });

  it("is said last by the key of the device that was shown, over these three messages", () => {
    const { somebody, answer } = scene();
    const [{ keys, reveal, commitment }, thief] = [somebody(), somebody()];
    const messages = { commitment, answer: makeCompareAnswer(answer()), reveal: makeCompareReveal(reveal) };
    const join = must(parseJoin(reveal.join));
    const check = (sig: Uint8Array, over = messages) => verdict(checkCompared(sig, over, join));
    expect(check(makeCompared(messages, keys.signKey))).toBe("taken");
    expect(check(makeCompared(messages, thief.keys.signKey))).toBe("sas compared");
    expect(check(new Uint8Array())).toBe("sas compared");
    for (const name of ["commitment", "answer", "reveal"] as const)
      expect(check(makeCompared({ ...messages, [name]: randomBytes(40) }, keys.signKey))).toBe("sas compared");
  });
});

/**
 * The server has the invite's code and both lines. Towards the admin it is a joiner of its own or passes the true one on; towards
 * the joiner it answers for the admin, or passes on. Whatever it swaps, one of the codes is another one on the other side.
 */
describe("a server between the two that has the code", () => {
  type Middle = {
    toAdmin(joiner: Uint8Array, own: Uint8Array): Uint8Array;
    toJoiner(answer: CompareAnswer): CompareAnswer;
  };
  const passes: Middle = { toAdmin: (joiner) => joiner, toJoiner: (answer) => answer };
  const swaps: [string, Partial<Middle>][] = [
    ["the join message", { toAdmin: (_, own) => own }],
    ["the admin", { toJoiner: (answer) => ({ ...answer, user: newId<UserId>() }) }],
    ["the admin's computer", { toJoiner: (answer) => ({ ...answer, device: hashOf() as string as DeviceId }) }],
    ["the number of the head", { toJoiner: (answer) => ({ ...answer, logSeq: 6 }) }],
    ["the head", { toJoiner: (answer) => ({ ...answer, logHead: hashOf() }) }],
    ["the nonce", { toJoiner: (answer) => ({ ...answer, nonce: randomBytes(32) }) }],
    [
      "the join message and the head",
      { toAdmin: (_, own) => own, toJoiner: (answer) => ({ ...answer, logHead: hashOf() }) },
    ],
  ];

  function run(middle: Middle) {
    const { somebody, answer } = scene();
    const [joiner, own] = [somebody(), somebody()];
    const isOwn = middle.toAdmin(joiner.commitment, own.commitment) === own.commitment;
    const towards = isOwn ? own : joiner;
    const told = answer();
    const atAdmin = {
      ...{ commitment: towards.commitment, answer: makeCompareAnswer(told), reveal: makeCompareReveal(towards.reveal) },
    };
    const atJoiner = {
      ...{ commitment: joiner.commitment, reveal: makeCompareReveal(joiner.reveal) },
      answer: makeCompareAnswer(middle.toJoiner(told)),
    };
    const [admins, joiners] = [codesOf(atAdmin), codesOf(atJoiner)];
    return { fits: [admins.old === joiners.old, admins.fresh === joiners.fresh], atAdmin, atJoiner, joiner };
  }

  it("that passes on what was said leaves both codes as they are", () => {
    expect(run(passes).fits).toEqual([true, true]);
  });

  it.each(swaps)("that swaps %s makes both codes others, and what the joiner says last worthless", (_what, swap) => {
    const { fits, atAdmin, atJoiner, joiner } = run({ ...passes, ...swap });
    expect(fits).toEqual([false, false]);
    const join = must(parseJoin(joiner.reveal.join));
    expect(verdict(checkCompared(makeCompared(atJoiner, joiner.keys.signKey), atAdmin, join))).toBe("sas compared");
  });

  it("that knows one side's code when it binds itself to the other meets it as often as chance does", () => {
    // Codes cut to 8 bits, so that chance is seen: the server ran one side to its end and then tries commitments for the other.
    const { somebody, answer } = scene();
    const joiner = somebody();
    const told = makeCompareAnswer(answer());
    const known = codesOf({ ...joiner, answer: told, reveal: makeCompareReveal(joiner.reveal) });
    const [own, ownShown] = [somebody(), 2048];
    const reveal = makeCompareReveal(own.reveal);
    // The admin's nonce is made after the commitment was held: each try is one comparison that two people begin.
    const met = Array.from({ length: ownShown }, () =>
      codesOf({ commitment: own.commitment, answer: makeCompareAnswer(answer()), reveal }),
    ).filter(({ fresh }) => fresh.charAt(0) === known.fresh.charAt(0)).length;
    // One in 32 by the first character: 64 expected, and by 8 deviations not fewer than 1 or more than 128.
    expect(met).toBeGreaterThan(0);
    expect(met).toBeLessThan(128);
  });
});
