/** Verification of a long team log, beside as many signature checks and nothing else. */
import { loadFrom } from "./load-checkout.ts";
import { clocked, type Figures } from "./measured.ts";

type Ready = { cryptoReady(): Promise<void> };
type Outcome = { ok: boolean; value: { state: unknown } };
type Verify = {
  applyGenesis(bytes: Uint8Array, pinned: null): { ok: boolean; value: unknown };
  applyEntry(state: unknown, bytes: Uint8Array): Outcome;
};
type TestTeam = { founder: unknown };
type Built = { entries: Uint8Array[] };
type Team = { createTestTeam(): { team: TestTeam; post: Built } };
type Posts = {
  invite(team: TestTeam, by: unknown): { built: Built; id: string };
  rotate(team: TestTeam, by: unknown, options: { vault: string }): Built;
  createVault(team: TestTeam, by: unknown): { vault: string; built: Built };
};
type Sign = {
  signBytes(key: unknown, purpose: string, bytes: Uint8Array): Uint8Array;
  verifyBytes(key: Uint8Array, purpose: string, bytes: Uint8Array, sig: Uint8Array): boolean;
};
type Keys = { newMasterKey(): Uint8Array; deviceKeys(key: Uint8Array): { signPk: Uint8Array; signKey: unknown } };

/** One invite, whose new key must be checked to be a sound point, for so many changed vault keys. */
const rotationsPerInvite = 9;
const vaultCount = 50;

/** Two logs: one of a team's daily acts, and one of invites alone. Throws where this checkout builds its logs otherwise. */
export async function logStage(checkout: string, entries: number): Promise<Figures> {
  const verify = await loadFrom<Verify>(checkout, "shared/protocol/team-log/verify.ts");
  const builder = await loadFrom<Team>(checkout, "shared/testing/team.ts");
  const posts = await loadFrom<Posts>(checkout, "shared/testing/posts.ts");
  const { cryptoReady } = await loadFrom<Ready>(checkout, "shared/crypto/ready.ts");
  await cryptoReady();
  const mixed = builder.createTestTeam();
  const vaults = Array.from({ length: vaultCount }, () => posts.createVault(mixed.team, mixed.team.founder));
  const log = [...mixed.post.entries, ...vaults.flatMap(({ built }) => built.entries)];
  for (let at = 0; log.length < entries; at++) {
    const { vault } = vaults[at % vaultCount] as { vault: string };
    const made =
      at % (rotationsPerInvite + 1) === 0
        ? posts.invite(mixed.team, mixed.team.founder).built
        : posts.rotate(mixed.team, mixed.team.founder, { vault });
    log.push(...made.entries);
  }
  const invited = builder.createTestTeam();
  const invites = [...invited.post.entries];
  while (invites.length < entries) invites.push(...posts.invite(invited.team, invited.team.founder).built.entries);
  const half = await clocked(() => verifyAll(verify, log.slice(0, Math.ceil(entries / 2))));
  const ms = await clocked(() => verifyAll(verify, log));
  const rawMs = await rawChecks(checkout, log);
  const invitesMs = await clocked(() => verifyAll(verify, invites));
  const invitesRatio = invitesMs / (await rawChecks(checkout, invites));
  return { ms, rawMs, ratio: ms / rawMs, growth: ms / half, invitesMs, invitesRatio };
}

/** As many signature checks over the same bytes, and nothing else. */
async function rawChecks(checkout: string, log: readonly Uint8Array[]): Promise<number> {
  const sign = await loadFrom<Sign>(checkout, "shared/crypto/sign.ts");
  const keys = await loadFrom<Keys>(checkout, "shared/crypto/device-keys.ts");
  const { signPk, signKey } = keys.deviceKeys(keys.newMasterKey());
  const signed = log.map((bytes) => ({ bytes, sig: sign.signBytes(signKey, "entry", bytes) }));
  return clocked(() => {
    for (const { bytes, sig } of signed)
      if (!sign.verifyBytes(signPk, "entry", bytes, sig)) throw new Error("signature");
  });
}

function verifyAll({ applyGenesis, applyEntry }: Verify, [genesis, ...rest]: Uint8Array[]): void {
  const begun = applyGenesis(genesis as Uint8Array, null);
  if (!begun.ok) throw new Error("genesis");
  let state = begun.value;
  for (const bytes of rest) {
    const applied = applyEntry(state, bytes);
    if (!applied.ok) throw new Error("entry");
    state = applied.value.state;
  }
}
