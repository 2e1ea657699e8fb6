/** Section E: devices. A server in the middle of the link of a second computer, and recoveries without a sheet. */
import { deviceKeys, newMasterKey } from "../../shared/crypto/device-keys.ts";
import { newId, randomBytes } from "../../shared/crypto/random.ts";
import type { Hash, UserId } from "../../shared/encoding/ids.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import {
  type LinkAnswer,
  linkCommitment,
  makeLinkAnswer,
  makeLinkReveal,
  readLinkAnswer,
} from "../../shared/protocol/join/link.ts";
import { parseEntry } from "../../shared/protocol/team-log/entry.ts";
import { must as value } from "../../shared/testing/team.ts";
import { base32Text } from "../../shared/text.ts";
import { checkSection } from "./attack.ts";
import { afterLink, type LinkScene, link, phished } from "./on-link.ts";
import { withoutSheet } from "./on-recovery.ts";

const hashOf = () => base32Text(randomBytes(32)) as Hash;
/** Somebody's own keys in the place of the new computer's. */
function evil() {
  const keys = deviceKeys(newMasterKey());
  const reveal = { signPk: keys.signPk, kemPk: keys.kemPk, nonce: randomBytes(32) };
  return { keys, commitment: linkCommitment(reveal), reveal: makeLinkReveal(reveal) };
}
/** The old computer is shown these in the place of what the new one said. */
const toOld = (instead: (Uint8Array | null)[]) => (scene: LinkScene) =>
  scene.toOld.tamper("linkOld", ({ messages }) => ({
    messages: messages.map((message, at) => instead[at] ?? message),
  }));
/** The new computer is told something else than the old one answered. */
const toFresh = (change: (answer: LinkAnswer) => Partial<LinkAnswer>) => (scene: LinkScene) =>
  scene.toFresh.tamper("linkNew", ({ messages }) => ({
    messages: messages.map((bytes) => {
      const { suite: _, ...answer } = value(readLinkAnswer(bytes)) as LinkAnswer & { suite: number };
      return makeLinkAnswer({ ...answer, ...change(answer) });
    }),
  }));

checkSection("E", {
  77: [
    link("the new one's keys are another's, committed to and shown", "sas", (scene) => {
      const { commitment, reveal } = evil();
      toOld([commitment, reveal])(scene);
    }),
    link(
      "the new one is told that it is another person's",
      "sas",
      toFresh(() => ({ user: newId<UserId>() })),
    ),
    link(
      "the new one is told another head of the log",
      "sas",
      toFresh(() => ({ logHead: hashOf() })),
    ),
    link(
      "the new one is told an earlier head",
      "sas",
      toFresh(({ logSeq }) => ({ logSeq: logSeq - 1 })),
    ),
    link(
      "the new one is told another nonce",
      "sas",
      toFresh(() => ({ nonce: randomBytes(32) })),
    ),
    link(
      "the new one is sent to a server of another address",
      "pin",
      toFresh(() => ({ origin: "https://evil.example" })),
    ),
    link(
      "the new one is told other keys of the server",
      "pin",
      toFresh(() => ({ serverKeys: hashOf() })),
    ),
    link("the answer is no answer", "encoding", (scene) =>
      scene.toFresh.tamper("linkNew", ({ messages }) => ({ messages: messages.map(() => randomBytes(40)) })),
    ),
    link(
      "another certificate comes in the place of the new one's",
      "sas",
      async (scene) => {
        const { team, user } = (await scene.old.call("account.status", {}).then(value)) as never;
        toOld([null, null, makeCertificate(evil().keys, { team, user })])(scene);
      },
      { afterCodes: true },
    ),
  ],
  78: [
    link("other keys are shown than were committed to", "sas", (scene) => toOld([null, evil().reveal])(scene)),
    link("a commitment that is none", "sas", (scene) => toOld([randomBytes(31)])(scene)),
    link("another commitment once the answer is known", "sas", (scene) => {
      let asked = 0;
      scene.toOld.tamper("linkOld", ({ messages }) => ({
        messages: messages.map((message, at) => (at === 0 && asked++ > 0 ? randomBytes(32) : message)),
      }));
    }),
  ],
  79: [
    link(
      "an answer of somebody else's own team, to the new one alone",
      "sas",
      toFresh(() => ({ team: hashOf() as never })),
      {
        first: "fresh",
      },
    ),
    link("keys of somebody else's, to the old one alone", "sas", (scene) => {
      const { commitment, reveal } = evil();
      toOld([commitment, reveal])(scene);
    }),
  ],
  80: [
    phished("a link in the place of the number", "invalid-input", { slot: "latchkey://link/12345678" }),
    phished("a link in the place of the address", "pin", { address: "latchkey://link/12345678" }),
    phished("an address that reads along", "pin", { address: "http://evil.example" }),
    phished("a number under which nobody waits", "not-found", { slot: "99999999" }),
    ...withoutSheet(),
  ],
  81: [
    afterLink("a log that ends before what the old one named", "log-rollback", (scene) =>
      scene.toFresh.tamper("log", ({ entries }) => {
        const kept = entries.slice(0, -2);
        const { body, hash } = value(parseEntry(kept.at(-1) as Uint8Array));
        return { head: { seq: body.seq, hash }, entries: kept };
      }),
    ),
  ],
  83: { shownBy: "main/core/heads/statements.test.ts, server/teams/heads.test.ts" },
});
