/** What every route works with. A handler gets the session that was checked, and answers a Result; it never throws for expected things. */
import type { VaultId } from "../../shared/protocol/ids.ts";
import type { Hint, RouteName, RouteRequest, RouteResponse } from "../../shared/protocol/routes.ts";
import type { Result } from "../../shared/result.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { Store } from "../store/database.ts";
import type { Team, Teams } from "../teams.ts";

export type Context = {
  store: Store;
  teams: Teams;
  sessions: Sessions;
  now(): number;
  maxTeams: number;
  /** Is this the open setup token? Spent by the transaction that makes the team. */
  isSetupToken(token: Uint8Array): boolean;
  teamMade(): void;
  /** Tells live sockets that may see it. */
  hint(team: Team, hint: Hint, mayHear: (user: string) => boolean): void;
};

export type Call<Name extends RouteName> = { session: Session; request: RouteRequest<Name>; vault: VaultId | null };
export type Handler<Name extends RouteName> = (
  context: Context,
  call: Call<Name>,
) => Promise<Result<RouteResponse<Name>>>;
