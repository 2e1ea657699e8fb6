/**
 * Who may do what on this server: one function, one table (`routes`), deny by default (docs/threat-model.md). Every answer
 * starts from the caller's own place in the verified log; what they may not see is answered like what does not exist.
 */
import type { VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { type Identity, type RouteName, routes } from "../../shared/protocol/routes/routes.ts";
import { managesGroup } from "../../shared/protocol/team-log/state/groups.ts";
import { covers, isAdmin, servedRight } from "../../shared/protocol/team-log/state/rules.ts";
import { hasPlace } from "../authority/authority.ts";
import type { Team } from "../teams/team.ts";

/** A call that may go on. `team` is null for a founder whose team is not made yet. */
export type Standing = { identity: Identity; team: Team | null };

type Asked = { route: RouteName; identity: Identity; team: Team | undefined; vault: VaultId | null; now: number };

/** Whether this caller may call this route (on this vault) now: `role`, `invite`, `not-found`, `session-binding`. */
export function authorise({ route, identity, team, vault, now }: Asked): Result<Standing> {
  const { needs } = routes[route];
  if (!isForKind(route, identity)) return fail("role", { reason: "session" });
  if (identity.kind === "founder") return ok({ identity, team: team ?? null });
  if (team === undefined) return fail("session-binding", undefined, "later");
  const placed = hasPlace(team.state, identity, now);
  if (!placed.ok) return placed;
  const standing = ok({ identity, team });
  if (needs === "team") return standing;
  if (identity.kind !== "device") return fail("role", { reason: "session" });
  if (needs === "admin" || needs === "admin-or-group") {
    const isManager = needs === "admin-or-group" && managesGroup(team.state, identity.user);
    return isAdmin(team.state, identity.user) || isManager ? standing : fail("role");
  }
  if (needs !== "use" && needs !== "edit") return fail("role", { reason: "session" });
  const right = vault === null ? null : servedRight(team.state, identity.user, vault, now);
  if (right === null) return fail("not-found");
  return covers(right, needs) ? standing : fail("role");
}

/** Whether the route's row lets this kind of session call it at all. */
export function isForKind(route: RouteName, { kind }: Identity): boolean {
  return (routes[route].sessions as readonly string[] | null)?.includes(kind) ?? false;
}
