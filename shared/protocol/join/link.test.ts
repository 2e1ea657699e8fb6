/** The messages of a link: what stands in the codes, and what is no message. */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../../e2e/fixtures/vectors/vector-file.ts";
import { deviceKeys, newMasterKey } from "../../crypto/device-keys.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { encode } from "../../encoding/canonical.ts";
import type { DeviceId, Hash, TeamId, UserId } from "../../encoding/ids.ts";
import { verdict } from "../../testing/verdicts.ts";
import { base32Text } from "../../text.ts";
import { comparedCodes, isCodeTyped } from "./compared.ts";
import { makeCertificate } from "./join.ts";
import {
  type LinkAnswer,
  type LinkReveal,
  linkCommitment,
  makeLinkAnswer,
  makeLinkReveal,
  readLinkAnswer,
  readLinkCertificate,
  readLinkReveal,
} from "./link.ts";

type Vectors = {
  shown: LinkReveal;
  answered: LinkAnswer;
  commitment: Uint8Array;
  answer: Uint8Array;
  reveal: Uint8Array;
  codes: { old: string; fresh: string };
  certificate: Uint8Array;
};

beforeAll(() => cryptoReady());

const hashOf = (): Hash => base32Text(randomBytes(32)) as Hash;
function answer(): LinkAnswer {
  const ids = { team: hashOf() as string as TeamId, user: newId<UserId>(), device: hashOf() as string as DeviceId };
  const log = { genesis: hashOf(), logSeq: 7, logHead: hashOf() };
  const server = { origin: "https://team.example", serverKeys: hashOf() };
  return { ...ids, ...log, ...server, teamName: "Nordlicht", person: "Ada", nonce: randomBytes(32) };
}
function newKeys() {
  const keys = deviceKeys(newMasterKey());
  return { keys, reveal: { signPk: keys.signPk, kemPk: keys.kemPk, nonce: randomBytes(32) } };
}

describe("the codes", () => {
  it("are two of eight characters, the same on both sides, and others once any byte of a message is another", () => {
    const { reveal } = newKeys();
    const messages = {
      commitment: linkCommitment(reveal),
      answer: makeLinkAnswer(answer()),
      reveal: makeLinkReveal(reveal),
    };
    const codes = comparedCodes("link-code", messages);
    expect(comparedCodes("link-code", messages)).toEqual(codes);
    expect(codes.old).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/);
    expect(codes.fresh).toMatch(/^[0-9a-hjkmnp-tv-z]{8}$/);
    for (const name of ["commitment", "answer", "reveal"] as const)
      for (const at of [0, messages[name].length >> 1, messages[name].length - 1]) {
        const flipped = messages[name].slice();
        flipped[at] = (flipped[at] as number) ^ 1;
        const others = comparedCodes("link-code", { ...messages, [name]: flipped });
        expect([others.old === codes.old, others.fresh === codes.fresh]).toEqual([false, false]);
      }
  });

  it.each([
    ["as it is", "0123abcd", true],
    ["in capitals, with a space", "0123 ABCD", true],
    ["with letters that look like digits", "oI23-abcd", true],
    ["one character short", "0123abc", false],
    ["nothing", "", false],
    ["another", "0123abce", false],
  ])("are typed %s", (_how, typed, taken) => {
    expect(isCodeTyped(typed, "0123abcd")).toBe(taken);
  });
});

describe("the vectors", () => {
  it("come out the same", () => {
    const recorded = readVectors<Vectors>("link");
    const { shown, answered, commitment, answer, reveal, codes, certificate } = recorded;
    expect(linkCommitment(shown)).toEqual(commitment);
    expect(makeLinkAnswer(answered)).toEqual(answer);
    expect(makeLinkReveal(shown)).toEqual(reveal);
    expect(comparedCodes("link-code", recorded)).toEqual(codes);
    expect(readLinkCertificate(certificate, { ...answered, ...shown })).toMatchObject({ ok: true });
  });
});

describe("a message", () => {
  it("is read as it was made", () => {
    const told = answer();
    expect(readLinkAnswer(makeLinkAnswer(told))).toMatchObject({ ok: true, value: told });
    const { reveal } = newKeys();
    expect(readLinkReveal(makeLinkReveal(reveal), linkCommitment(reveal))).toEqual({ ok: true, value: reveal });
  });

  it("that shows other keys, or another nonce, than were committed to is sas", () => {
    const [{ reveal }, { reveal: other }] = [newKeys(), newKeys()];
    const commitment = linkCommitment(reveal);
    expect(verdict(readLinkReveal(makeLinkReveal(other), commitment))).toBe("sas commitment");
    const mixed = { ...reveal, nonce: other.nonce };
    expect(verdict(readLinkReveal(makeLinkReveal(mixed), commitment))).toBe("sas commitment");
  });

  it("with keys to which nothing can be sealed is encoding, whatever was committed to", () => {
    const { reveal } = newKeys();
    const useless = { ...reveal, kemPk: new Uint8Array(1216).fill(255) };
    expect(readLinkReveal(makeLinkReveal(useless), linkCommitment(useless))).toMatchObject({
      failure: { code: "encoding" },
    });
  });

  it("that is none is encoding", () => {
    const { reveal } = newKeys();
    for (const bytes of [
      new Uint8Array(),
      encode({}),
      encode({ ...answer(), suite: 1 }),
      makeLinkAnswer(answer()).slice(1),
    ]) {
      expect(readLinkAnswer(bytes)).toMatchObject({ failure: { code: "encoding" } });
      expect(readLinkReveal(bytes, linkCommitment(reveal))).toMatchObject({ failure: { code: "encoding" } });
    }
  });
});

describe("the certificate", () => {
  it("is that of the keys which the codes stand for, and of their person", () => {
    const { keys, reveal } = newKeys();
    const of = { team: hashOf() as string as TeamId, user: newId<UserId>() };
    const read = (certificate: Uint8Array) => verdict(readLinkCertificate(certificate, { ...of, ...reveal }));
    expect(read(makeCertificate(keys, of))).toBe("taken");
    expect(read(makeCertificate(newKeys().keys, of))).toBe("sas certificate");
    expect(read(makeCertificate(keys, { ...of, user: newId<UserId>() }))).toBe("sas certificate");
    expect(read(makeCertificate(keys, { ...of, team: hashOf() as string as TeamId }))).toBe("sas certificate");
    expect(read(new Uint8Array(5))).toBe("encoding schema");
  });
});
