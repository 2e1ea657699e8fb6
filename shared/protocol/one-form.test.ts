/**
 * Every signed or sealed message has one form [protocol: Encoding]: no other bytes for the same value, no other signature for
 * the same act, and no key of small order that signs everything. One row per type of message.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { readVectors } from "../../e2e/fixtures/vectors/vector-file.ts";
import { seal } from "../crypto/envelope.ts";
import { hash } from "../crypto/hash.ts";
import { encapsulate } from "../crypto/kem.ts";
import { openKeyBundle } from "../crypto/key-bundle.ts";
import { labelsFor, type SignLabel } from "../crypto/labels.ts";
import { randomBytes } from "../crypto/random.ts";
import { cryptoReady } from "../crypto/ready.ts";
import { signBytes, signingKeys, verifyBytes } from "../crypto/sign.ts";
import { type Encodable, encode } from "../encoding/canonical.ts";
import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId } from "../encoding/ids.ts";
import type { Result } from "../failures.ts";
import { commit } from "../testing/commits.ts";
import { act, bodyOf, type Guest, joinOf, planAccess, planInvite, planPolicy, signBody } from "../testing/entries.ts";
import { letter } from "../testing/letters.ts";
import { otherForms, pointSignature, replaced, twinSignature } from "../testing/other-forms.ts";
import { copyOf, type SmallTeam, smallTeam } from "../testing/small-team.ts";
import { statement } from "../testing/statements.ts";
import { must, newPerson, type Person, vaultOfKind } from "../testing/team.ts";
import { verdict } from "../testing/verdicts.ts";
import { base32Text, joinBytes } from "../text.ts";
import { verifyStatement } from "./heads/statement.ts";
import { makeCertificate, parseCertificate, parseJoin, verifyJoin } from "./join/join.ts";
import { parseLetter } from "./letters/letter.ts";
import { verifyLetter } from "./letters/verify.ts";
import { cosign } from "./team-log/cosign.ts";
import { type EntryBodyOf, encodeEntry, parseEntry } from "./team-log/entry.ts";
import { firstPolicy } from "./team-log/state/policy.ts";
import type { Device, TeamState } from "./team-log/state/team-state.ts";
import { applyEntry } from "./team-log/verify.ts";
import { readTransferCode } from "./transfer-code/transfer-code.ts";
import { type VaultChain, verifyCommit } from "./vault-chain/chain.ts";
import { parseCommit } from "./vault-chain/commit.ts";

type Scene = SmallTeam & { guest: Guest; carol: Person };
let scene: Scene;
const points = readVectors<{ refused: { sign: { name: string; key: Uint8Array }[] } }>("keys").refused.sign;
beforeAll(async () => {
  await cryptoReady();
  const made = copyOf(smallTeam());
  const { plan, guest } = planInvite(made.team);
  act(made.team, made.ada, plan);
  scene = { ...made, guest, carol: newPerson(made.team) };
});

type Message = { bytes: Uint8Array; take(bytes: Uint8Array, state?: TeamState): Result<unknown> };
type SignedMessage = Message & { sig: Uint8Array; by?: Person; otherKey?(point: Uint8Array): Result<unknown> };

const entryTake = (bytes: Uint8Array, state = scene.team.state) => applyEntry(state, bytes);
const entry = ({ team, ada, bob, ops }: Scene) =>
  signBody(bodyOf(team, ada, planAccess(team, ada, ops, [{ user: bob.user, permission: "use" }])), ada);
const policy = ({ team, ada, eve }: Scene) => {
  const body = bodyOf(team, ada, planPolicy(team, { ...firstPolicy, quickUnlock: false })) as EntryBodyOf<"policy">;
  return signBody(body, ada, [cosign(body, eve.device, eve.keys.signKey)]);
};
const commitTake = (bytes: Uint8Array, state = scene.team.state) =>
  verifyCommit(state, scene.team.chains.get(scene.ops) as VaultChain, bytes);
const governanceOf = ({ team }: Scene) => vaultOfKind(team.state, "governance").vault;
const request = (mine: Scene) =>
  letter(mine.team, mine.bob, { to: governanceOf(mine), type: "name-request", content: { name: "R" } }).bytes;
const letterTake = (bytes: Uint8Array, state = scene.team.state) => verifyLetter(state, governanceOf(scene), bytes);
const statementTake = (bytes: Uint8Array, state = scene.team.state) => verifyStatement(state, bytes);
/** Behind the head of the map, the key `sig` and the head of the byte string. */
const signatureIn = (bytes: Uint8Array) => bytes.slice(7, 71);
const certificate = ({ team, carol }: Scene) => makeCertificate(carol.keys, { team: team.team, user: carol.user });
const joinTake =
  ({ team, guest }: Scene, invitePk?: Uint8Array) =>
  (bytes: Uint8Array) => {
    const join = parseJoin(bytes);
    const found = team.state.invites.get(guest.invite) as NonNullable<ReturnType<typeof team.state.invites.get>>;
    return join.ok ? verifyJoin(join.value, { ...found, invitePk: invitePk ?? found.invitePk }, team.team) : join;
  };

/** Where a signature stands, whose it is, and what takes the message. */
const signed = {
  log: (mine) => ({ bytes: entry(mine), sig: must(parseEntry(entry(mine))).sig, by: mine.ada, take: entryTake }),
  cosign: (mine) => {
    const bytes = policy(mine);
    return { bytes, sig: must(parseEntry(bytes)).cosigs[0]?.sig as Uint8Array, by: mine.eve, take: entryTake };
  },
  "commit-signature": (mine) => {
    const { bytes } = commit(mine.team, mine.bob, { vault: mine.ops });
    return { bytes, sig: must(parseCommit(bytes)).sig, by: mine.bob, take: commitTake };
  },
  "letter-signature": (mine) => {
    const bytes = request(mine);
    return { bytes, sig: must(parseLetter(bytes)).sig, by: mine.bob, take: letterTake };
  },
  heads: (mine) => {
    const bytes = statement(mine.team, mine.bob);
    return { bytes, sig: signatureIn(bytes), by: mine.bob, take: statementTake };
  },
  certificate: (mine) => {
    const sig = signBytes(mine.carol.keys.signKey, "certificate", certificateBody(mine));
    return { bytes: certificate(mine), sig, take: parseCertificate };
  },
  join: (mine) => {
    const bytes = joinOf(mine.team, mine.guest, mine.carol);
    const { inviteSig } = must(parseJoin(bytes));
    const otherKey = (point: Uint8Array) => joinTake(mine, point)(replaced(bytes, inviteSig, pointSignature(point)));
    return { bytes, sig: inviteSig, take: joinTake(mine), otherKey };
  },
  "join-device": (mine) => {
    const bytes = joinOf(mine.team, mine.guest, mine.carol);
    return { bytes, sig: must(parseJoin(bytes)).deviceSig, take: joinTake(mine) };
  },
} satisfies Partial<Record<SignLabel, (mine: Scene) => SignedMessage>>;
const refusals = ["signature", "cosign signature", "invite signature", "signature certificate", "signature join"];

describe.each(Object.entries<(mine: Scene) => SignedMessage>(signed))("the signature of %s", (_label, make) => {
  it("holds as it is, and in no other number or point", () => {
    const { bytes, sig, take } = make(scene);
    expect(verdict(take(bytes))).toBe("taken");
    const others = [twinSignature(sig), new Uint8Array(64), ...points.map(({ key }) => pointSignature(key))];
    for (const { key } of points) others.push(joinBytes([key, sig.slice(32)]));
    const verdicts = others.map((other) => verdict(take(replaced(bytes, sig, other))));
    expect(verdicts.filter((said) => !refusals.includes(said))).toEqual([]);
  });

  it("holds under no key that signs everything", () => {
    const { bytes, sig, take, by, otherKey } = make(scene);
    const taken = points.filter(({ key }) => {
      const forged = replaced(bytes, sig, pointSignature(key));
      const refused = otherKey?.(key) ?? take(forged, by === undefined ? undefined : withKey(by.device, key));
      return !refusals.includes(verdict(refused));
    });
    expect(taken.map(({ name }) => name)).toEqual([]);
  });
});

/** The log as nobody can make it: the checks of keys that enter it stand before this one. */
function withKey(device: DeviceId, signPk: Uint8Array): TeamState {
  const { state } = scene.team;
  return {
    ...state,
    devices: new Map(state.devices).set(device, { ...(state.devices.get(device) as Device), signPk }),
  };
}

it.each(labelsFor("sign"))("nothing but its own signature holds for %s", (label) => {
  const { signPk, signKey } = signingKeys(randomBytes(32));
  const message = randomBytes(40);
  const sig = signBytes(signKey, label, message);
  expect(verifyBytes(signPk, label, message, sig)).toBe(true);
  expect(verifyBytes(signPk, label, message, twinSignature(sig))).toBe(false);
  for (const other of labelsFor("sign")) expect(verifyBytes(signPk, other, message, sig)).toBe(other === label);
  const holding = points.filter(({ key }) =>
    [key, signPk].some((held) => verifyBytes(held, label, message, pointSignature(key))),
  );
  expect(holding.map(({ name }) => name)).toEqual([]);
});

/** A message, and the parts of it that are read on their own: each in another form, signed or sealed anew. */
type Parts = {
  take(bytes: Uint8Array): Result<unknown>;
  parts: [of: Uint8Array, whole: (part: Uint8Array) => Uint8Array][];
};
const itself = (bytes: Uint8Array): Parts["parts"][number] => [bytes, (other) => other];

const messages: Record<string, (mine: Scene) => Parts> = {
  entry: (mine) => {
    const bytes = entry(mine);
    const sign = (body: Uint8Array) => encodeEntry(body, signBytes(mine.ada.keys.signKey, "log", body), []);
    return { take: entryTake, parts: [itself(bytes), [must(parseEntry(bytes)).bodyBytes, sign]] };
  },
  "entry with a second signature": (mine) => ({ take: entryTake, parts: [itself(policy(mine))] }),
  commit: (mine) => {
    const { bytes } = commit(mine.team, mine.bob, { vault: mine.ops });
    const sign = (body: Uint8Array) =>
      encode({ body, sig: signBytes(mine.bob.keys.signKey, "commit-signature", body) });
    return { take: commitTake, parts: [itself(bytes), [must(parseCommit(bytes)).bodyBytes, sign]] };
  },
  letter: (mine) => {
    const bytes = request(mine);
    const sign = (body: Uint8Array) =>
      encode({ body, sig: signBytes(mine.bob.keys.signKey, "letter-signature", body) });
    return { take: letterTake, parts: [itself(bytes), [must(parseLetter(bytes)).bodyBytes, sign]] };
  },
  statement: (mine) => {
    const bytes = statement(mine.team, mine.bob);
    const sign = (body: Uint8Array) => encode({ body, sig: signBytes(mine.bob.keys.signKey, "heads", body) });
    // Behind the signature: the key `body` and the head of a byte string of some hundred bytes.
    return { take: statementTake, parts: [itself(bytes), [bytes.slice(71 + 5 + 3), sign]] };
  },
  certificate: (mine) => ({
    take: parseCertificate,
    parts: [itself(certificate(mine)), [certificateBody(mine), (body) => certify(mine, body)]],
  }),
  "join message": (mine) => ({
    take: joinTake(mine),
    parts: [
      itself(joinOf(mine.team, mine.guest, mine.carol)),
      [certificate(mine), (other) => join(mine, other)],
      [certificateBody(mine), (body) => join(mine, certify(mine, body))],
    ],
  }),
  "key bundle": ({ team, bob, ops }) => ({
    take: (bytes) => openKeyBundle(bob.keys.kemKey, { team: team.team, device: bob.device }, bytes),
    parts: [
      [
        encode([{ vault: idBytes(ops), epoch: 1, key: randomBytes(32) }]),
        (plain) => {
          const { cipher, shared } = encapsulate(bob.keys.kemPk);
          const context = { purpose: "vault-keys", team: idBytes(team.team), device: idBytes(bob.device) } as const;
          return joinBytes([cipher, seal(shared, context, plain, "none")]);
        },
      ],
    ],
  }),
  "transfer code": () => ({
    take: (bytes) => readTransferCode("setup", new TextDecoder().decode(bytes)),
    parts: [
      [
        encode([1, "setup", "https://team.example", randomBytes(32), randomBytes(16)]),
        (body) => new TextEncoder().encode(base32Text(joinBytes([body, hash("text", body).slice(0, 4)]))),
      ],
    ],
  }),
};

function certificateBody({ team, carol }: Scene): Uint8Array {
  const { user, device, keys } = carol;
  const ids = { team: idBytes(team.team), user: idBytes(user), device: idBytes(device) };
  return encode({ suite: 1, ...ids, signPk: keys.signPk, kemPk: keys.kemPk, kind: "computer" } as Encodable);
}
const certify = ({ carol }: Scene, body: Uint8Array) =>
  encode({ body, sig: signBytes(carol.keys.signKey, "certificate", body) });

function join({ team, guest, carol }: Scene, certified: Uint8Array): Uint8Array {
  const invite = team.state.invites.get(guest.invite)?.hash as string;
  const about = encode([certified, invite]);
  const inviteSig = signBytes(guest.signKey, "join", about);
  const deviceSig = signBytes(carol.keys.signKey, "join-device", about);
  return encode({ certificate: certified, invite: idBytes(invite), inviteSig, deviceSig });
}

describe.each(Object.entries(messages))("%s", (_type, make) => {
  it("is taken as it is, and in no other form of itself or of what it carries", () => {
    const { take, parts } = make(scene);
    for (const [part, whole] of parts) {
      expect(verdict(take(whole(part)))).toBe("taken");
      const taken = otherForms(part).filter(({ other }) => {
        const result = take(whole(other));
        return result.ok || result.failure.code !== "encoding";
      });
      expect(taken.map(({ form }) => form)).toEqual([]);
    }
  });
});
