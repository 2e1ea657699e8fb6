/** The messages by which somebody who lost their computers and one who holds a share make sure of each other, with a server between them. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { deviceKeys, newMasterKey } from "../../crypto/device-keys.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { openShare, type SharePlace, sealShare } from "../../crypto/share-envelope.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { must } from "../../testing/team.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Text } from "../../text.ts";
import { comparedCodes } from "../join/compared.ts";
import { linkCommitment, makeLinkReveal, readLinkReveal } from "../join/link.ts";
import {
  checkHelpTyped,
  type HelpAnswer,
  helpCommitment,
  helpExchange,
  makeHelpAnswer,
  makeHelpTyped,
  readHelpAnswer,
  readHelpReveal,
} from "./help.ts";

beforeAll(() => cryptoReady());

const hashOf = (): Hash => base32Text(randomBytes(32)) as Hash;

function newComputer() {
  const keys = deviceKeys(newMasterKey());
  return { keys, shown: { signPk: keys.signPk, kemPk: keys.kemPk, nonce: randomBytes(32) } };
}
const answered = (): HelpAnswer => ({
  ...{ team: hashOf() as string as TeamId, user: newId<UserId>(), holder: newId<UserId>() },
  ...{ sheet: hashOf() as string as DeviceId, logSeq: 4, logHead: hashOf(), origin: "https://team.example" },
  ...{ serverKeys: hashOf(), teamName: "Nordlicht", person: "Ada", holderName: "Bob", nonce: randomBytes(32) },
});
function scene() {
  const { keys, shown } = newComputer();
  const answer = answered();
  const messages = {
    ...{ commitment: helpCommitment(shown), answer: makeHelpAnswer(answer), reveal: makeLinkReveal(shown) },
  };
  const place: SharePlace = {
    ...{ team: answer.team, sheet: answer.sheet, holder: answer.holder, exchange: helpExchange(messages) },
  };
  return { keys, shown, answer, messages, place };
}
const codes = (messages: Parameters<typeof comparedCodes>[1]) => comparedCodes("recovery-code", messages);

describe("the exchange", () => {
  it("reads as it was said, and both see the same two codes", () => {
    const { messages, shown, answer, keys } = scene();
    expect(must(readHelpAnswer(messages.answer))).toMatchObject(answer);
    expect(must(readHelpReveal(messages.reveal, messages.commitment))).toEqual(shown);
    const { old, fresh } = codes(messages);
    expect([old.length, fresh.length, old === fresh]).toEqual([8, 8, false]);
    expect(verdict(checkHelpTyped(makeHelpTyped(messages, keys.signKey), messages, shown))).toBe("taken");
  });

  it.each<[string, (shown: ReturnType<typeof scene>["shown"]) => Uint8Array]>([
    ["other keys", () => makeLinkReveal(newComputer().shown)],
    ["another nonce", (shown) => makeLinkReveal({ ...shown, nonce: randomBytes(32) })],
  ])("shows nothing else than was committed to: %s", (_what, reveal) => {
    const { messages, shown } = scene();
    expect(verdict(readHelpReveal(reveal(shown), messages.commitment))).toBe("sas commitment");
  });

  it("is none of a link of a computer: neither's commitment counts for the other", () => {
    const { messages, shown } = scene();
    expect(verdict(readLinkReveal(messages.reveal, messages.commitment))).toBe("sas commitment");
    expect(verdict(readHelpReveal(messages.reveal, linkCommitment(shown)))).toBe("sas commitment");
    expect(comparedCodes("link-code", messages)).not.toEqual(codes(messages));
  });

  it("has other codes for whoever stands between, whatever they exchange", () => {
    const { messages } = scene();
    const evil = newComputer().shown;
    const others = [
      { ...messages, answer: makeHelpAnswer(answered()) },
      { ...messages, commitment: helpCommitment(evil), reveal: makeLinkReveal(evil) },
    ];
    for (const other of others) {
      expect(codes(other).old).not.toBe(codes(messages).old);
      expect(codes(other).fresh).not.toBe(codes(messages).fresh);
    }
  });

  it.each<[string, (mine: ReturnType<typeof scene>, other: ReturnType<typeof scene>) => Uint8Array]>([
    ["over another exchange", ({ keys }, other) => makeHelpTyped(other.messages, keys.signKey)],
    ["of other keys", ({ messages }, other) => makeHelpTyped(messages, other.keys.signKey)],
    ["of zeros", () => new Uint8Array(64)],
    ["of nothing", () => new Uint8Array()],
  ])("does not end with a word %s", (_what, word) => {
    const mine = scene();
    expect(verdict(checkHelpTyped(word(mine, scene()), mine.messages, mine.shown))).toBe("sas compared");
  });
});

describe("a sealed share", () => {
  it("opens for the key and in the exchange that were compared, and nowhere else", () => {
    const { keys, place } = scene();
    const share = randomBytes(300);
    const sealed = sealShare(keys.kemPk, place, share);
    expect(must(openShare(keys.kemKey, place, sealed))).toEqual(share);
    expect(verdict(openShare(newComputer().keys.kemKey, place, sealed))).toBe("commitment");
    expect(verdict(openShare(keys.kemKey, place, sealed.subarray(0, 1100)))).toBe("encoding share-length");
  });

  it.each<[string, () => Partial<SharePlace>]>([
    ["team", () => ({ team: hashOf() as string as TeamId })],
    ["sheet", () => ({ sheet: hashOf() as string as DeviceId })],
    ["holder", () => ({ holder: newId<UserId>() })],
    ["exchange", () => ({ exchange: randomBytes(32) })],
  ])("opens for no other %s", (_what, other) => {
    const { keys, place } = scene();
    const sealed = sealShare(keys.kemPk, place, randomBytes(300));
    expect(verdict(openShare(keys.kemKey, { ...place, ...other() }, sealed))).toBe("commitment");
  });
});

type Vectors = ReturnType<typeof scene>["messages"] & {
  masterKey: Uint8Array;
  answered: HelpAnswer;
  shown: ReturnType<typeof scene>["shown"];
  codes: { old: string; fresh: string };
  typed: Uint8Array;
  sealed: Uint8Array;
  shares: { bytes: Uint8Array }[];
};

it("the recorded messages are made and read as they were", () => {
  const { masterKey, shown, answered: answer, typed, sealed, shares, ...recorded } = readVectors<Vectors>("recovery");
  const keys = deviceKeys(masterKey);
  expect(helpCommitment(shown)).toEqual(recorded.commitment);
  expect(makeHelpAnswer(answer)).toEqual(recorded.answer);
  expect(must(readHelpReveal(recorded.reveal, recorded.commitment))).toEqual(shown);
  expect(codes(recorded)).toEqual(recorded.codes);
  expect(makeHelpTyped(recorded, keys.signKey)).toEqual(typed);
  const { team, sheet, holder } = answer;
  const opened = openShare(keys.kemKey, { team, sheet, holder, exchange: helpExchange(recorded) }, sealed);
  expect(must(opened)).toEqual(shares[0]?.bytes);
});
