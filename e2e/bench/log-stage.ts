/** Verification of a long team log, beside as many signature checks and nothing else. */
import { loadFrom } from "./load-checkout.ts";
import { clocked, type Figures } from "./measured.ts";

type Ready = { cryptoReady(): Promise<void> };
type Outcome = { ok: boolean; value: { state: unknown } };
type Verify = {
  applyGenesis(bytes: Uint8Array, pinned: null): { ok: boolean; value: unknown };
  applyEntry(state: unknown, bytes: Uint8Array): Outcome;
};
type Team = { createTestTeam(): { team: { founder: unknown }; post: { entries: Uint8Array[] } } };
type Posts = { invite(team: unknown, by: unknown): { built: { entries: Uint8Array[] } } };
type Sign = {
  signBytes(key: unknown, purpose: string, bytes: Uint8Array): Uint8Array;
  verifyBytes(key: Uint8Array, purpose: string, bytes: Uint8Array, sig: Uint8Array): boolean;
};
type Keys = { newMasterKey(): Uint8Array; deviceKeys(key: Uint8Array): { signPk: Uint8Array; signKey: unknown } };

/** Throws where this checkout builds its logs otherwise. */
export async function logStage(checkout: string, entries: number): Promise<Figures> {
  const verify = await loadFrom<Verify>(checkout, "shared/protocol/team-log/verify.ts");
  const builder = await loadFrom<Team>(checkout, "shared/testing/team.ts");
  const posts = await loadFrom<Posts>(checkout, "shared/testing/posts.ts");
  const sign = await loadFrom<Sign>(checkout, "shared/crypto/sign.ts");
  const keys = await loadFrom<Keys>(checkout, "shared/crypto/device-keys.ts");
  const { cryptoReady } = await loadFrom<Ready>(checkout, "shared/crypto/ready.ts");
  await cryptoReady();
  const { team, post } = builder.createTestTeam();
  const log = [...post.entries];
  while (log.length < entries) log.push(...posts.invite(team, team.founder).built.entries);
  const ms = await clocked(() => verifyAll(verify, log));
  const { signPk, signKey } = keys.deviceKeys(keys.newMasterKey());
  const signed = log.map((bytes) => ({ bytes, sig: sign.signBytes(signKey, "entry", bytes) }));
  const rawMs = await clocked(() => {
    for (const { bytes, sig } of signed)
      if (!sign.verifyBytes(signPk, "entry", bytes, sig)) throw new Error("signature");
  });
  return { ms, rawMs, ratio: ms / rawMs };
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
