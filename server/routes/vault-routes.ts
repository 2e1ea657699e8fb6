/** Vault chains: heads, pages, pushes, and envelopes by hash [protocol: Vault chain]. The right of the caller was checked before. */
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok } from "../../shared/failures.ts";
import { groupGrants } from "../../shared/protocol/team-log/state/membership.ts";
import { isAdmin, servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import type { VaultInLog } from "../../shared/protocol/team-log/state/team-state.ts";
import { servedVaults } from "../authority/authority.ts";
import { findEnvelope } from "../store/envelope-store.ts";
import { readCommits } from "../store/vault-store.ts";
import { signedHead } from "../teams/entry-heads.ts";
import { pushCommits } from "../teams/push-commits.ts";
import { serialize } from "../teams/team.ts";
import type { Handler } from "./call.ts";

/** The head of every vault that the caller is served, so that catching up costs one call. */
export const readVaultHeads: Handler<"vaults", "now"> = async ({ now }, { identity, team }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const heads = servedVaults(team.state, identity.user, now()).flatMap((vault) => {
    const stored = team.vaults.get(vault);
    return stored === undefined ? [] : { vault, ...stored.head };
  });
  return ok({ heads });
};

/**
 * The head of every vault that is not archived: an admin's entry that takes somebody out names those that they cannot open too.
 * Of somebody else only vaults are told that are given to a group which they manage.
 */
export const readAllHeads: Handler<"allHeads"> = async (_context, { team, identity }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const { state } = team;
  const isAll = isAdmin(state, identity.user);
  const isManaged = ({ access }: VaultInLog) =>
    groupGrants(state.groups, access).some(({ group }) => group.managers.has(identity.user));
  const live = [...state.vaults.values()].filter((vault) => !vault.archived && (isAll || isManaged(vault)));
  const heads = live.flatMap(({ vault }) => {
    const stored = team.vaults.get(vault);
    return stored === undefined ? [] : { vault, ...signedHead(state, vault, stored.head) };
  });
  return ok({ heads });
};

/** A page of a vault's chain from `from` on, and its head. */
export const readChainPage: Handler<"commits", "db"> = async ({ db }, { team, vault, request }) => {
  const stored = vault === null ? undefined : team?.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const { head, vaultNo } = stored;
  const to = Math.min(head.seq, request.from + limits.commitsPerPage - 1);
  const page = { vaultNo, from: request.from, to, bytes: limits.pageBytes };
  return ok({ head, commits: (await readCommits(db, page)).map(({ bytes }) => bytes) });
};

/** Appends commits by compare-and-set on `seq`; the loser reads on and posts anew. */
export const pushVault: Handler<"push", "db" | "now" | "elapsed" | "limits" | "log" | "live"> = async (
  context,
  { identity, team, vault, request },
) => {
  if (team === null || vault === null || identity.kind !== "device") return fail("not-found");
  const pushed = await serialize(team, () => pushCommits(context, { team, vault }, identity, request));
  if (!pushed.ok) return pushed;
  const { state } = team;
  const now = context.now();
  const hint = { kind: "vault" as const, vault, seq: pushed.value.head.seq };
  context.live.hint(state.team, hint, (user) => servedRight(state, user, vault, now) !== null);
  return pushed;
};

/** Envelopes by hash: as many of the asked as one page holds, at least one; null where the vault has none. */
export const readVaultEnvelopes: Handler<"envelopes", "db"> = async ({ db }, { team, vault, request }) => {
  const stored = vault === null ? undefined : team?.vaults.get(vault);
  if (stored === undefined) return fail("not-found");
  const envelopes: (Uint8Array | null)[] = [];
  let bytes = 0;
  for (const hash of request.hashes) {
    const found = (await findEnvelope(db, stored.vaultNo, hash)) ?? null;
    bytes += found?.length ?? 0;
    if (envelopes.length > 0 && bytes > limits.pageBytes) break;
    envelopes.push(found);
  }
  return ok({ envelopes });
};
