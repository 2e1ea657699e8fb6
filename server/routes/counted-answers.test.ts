/** Answers that nobody reads lie in this server's memory: they count for their caller's share until they have gone. */
import { expect, it } from "vitest";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import type { Hash } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { commit, fold } from "../../shared/testing/commits.ts";
import { must, vaultOfKind } from "../../shared/testing/team.ts";
import { verdict } from "../../shared/testing/verdicts.ts";
import { testServerWithTeam } from "../testing/test-server.ts";

const MiB = 1024 * 1024;

/** A server where a caller has so much space, and a vault of which one request asks three mebibytes. */
async function largeVault(bodyBytesPerCaller: number) {
  const { team, founder } = await testServerWithTeam({ limits: { bodyBytesPerCaller } });
  const { vault } = vaultOfKind(team.state, "personal");
  const hashes: Hash[] = [];
  for (const part of [0, 1]) {
    const large = Array.from({ length: 6 }, (_, at) => new Uint8Array(limits.secretBytes).fill(6 * part + at));
    const secrets = large.map((bytes) => ({ size: bytes.length, hash: envelopeHash(bytes) }));
    hashes.push(...secrets.map(({ hash }) => hash));
    const put = commit(team, team.founder, {
      ...{ vault, count: large.length },
      tamper: (change) => ({ ...change, secret: secrets.shift() ?? null }),
    });
    // The filler that the commit does not name stays at home.
    const envelopes = [...put.envelopes.filter((_, at) => at % 2 === 0), ...large];
    must(await founder.call("push", { commits: [put.bytes], envelopes }, vault));
    fold(team, vault, put.bytes);
  }
  return {
    large: async () => verdict(await founder.call("envelopes", { vault, hashes })),
    small: async () => verdict(await founder.call("envelopes", { vault, hashes: hashes.slice(0, 1) })),
  };
}

it("an answer that has gone gives its space back: as many as one likes fit one after the other", async () => {
  const { large } = await largeVault(4 * MiB);
  for (let times = 0; times < 5; times++) expect(await large()).toBe("taken");
});

it("an answer for which there is no space is a refusal that says when to come again, and smaller ones go on", async () => {
  const { large, small } = await largeVault(2 * MiB);
  expect([await large(), await small(), await large()]).toEqual(["throttled busy", "taken", "throttled busy"]);
});
