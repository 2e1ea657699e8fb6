/** What apps bring back to a server that was restored from an older copy, and what it says that it still lacks [protocol: Restored servers]. */
import type { Hash } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { fail, ok } from "../../shared/failures.ts";
import { servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import { servedVaults } from "../authority/authority.ts";
import { readLacking } from "../store/lacking-store.ts";
import { restoreCommits } from "../teams/restore-commits.ts";
import { restoreEntries } from "../teams/restore-entries.ts";
import { serialize } from "../teams/team.ts";
import type { Handler } from "./call.ts";
import { announce } from "./log-routes.ts";

/** Takes entries back, as far as they verify. */
export const restoreLog: Handler<"restoreLog"> = async (context, { identity, team, request }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  return serialize(team, async () => {
    const before = team.state.head.seq;
    const taken = await restoreEntries(context, team, identity.user, request);
    if (team.state.head.seq > before) announce(context, team);
    return taken;
  });
};

/** Takes commits of one vault back, and envelopes that its commits name. */
export const restoreVault: Handler<"restoreVault"> = async (context, { identity, team, vault, request }) => {
  if (team === null || vault === null || identity.kind !== "device") return fail("not-found");
  const taken = await serialize(team, () => restoreCommits(context, { team, vault, user: identity.user }, request));
  if (!taken.ok || request.commits.length === 0) return taken;
  const { state } = team;
  const now = context.now();
  const hint = { kind: "vault" as const, vault, seq: taken.value.head.seq };
  context.live.hint(state.team, hint, (user) => servedRight(state, user, vault, now) !== null);
  return taken;
};

/** What is named by signed messages and is not here: of the log, and of vaults that the caller is served. */
export const listLacking: Handler<"lacking", "db" | "now"> = async ({ db, now }, { identity, team, request }) => {
  if (team === null || identity.kind !== "device") return fail("role", { reason: "session" });
  const served = new Set(servedVaults(team.state, identity.user, now()));
  const vaults = new Map([...team.vaults].map(([vault, { vaultNo }]) => [vaultNo, vault]));
  const page = { teamNo: team.teamNo, from: request.from, count: limits.lackingPerPage };
  const rows = await readLacking(db, page);
  const lacking = rows.flatMap(({ vaultNo, kind, name }) => {
    const vault = vaults.get(vaultNo) ?? null;
    const isShown = kind === "blob" || (kind === "envelope" && vault !== null && served.has(vault));
    return isShown ? [{ vault: kind === "blob" ? null : vault, hash: name as Hash }] : [];
  });
  const last = rows.at(-1);
  return ok({ lacking, next: last === undefined || rows.length < limits.lackingPerPage ? null : last.id + 1 });
};
