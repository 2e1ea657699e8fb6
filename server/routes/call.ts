/** What a handler gets and gives. It is called only after `authorise` let the caller through; expected failures are values. */
import type { VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import type { RouteName, RouteRequest, RouteResponse } from "../../shared/protocol/routes/routes.ts";
import type { Standing } from "../authority.ts";
import type { ServerContext } from "../context.ts";
import type { Session } from "../sessions/session-table.ts";

/** Challenge and session come before any session, live is a socket: the app's own doors. */
export type SessionRoute = Exclude<RouteName, "challenge" | "session" | "live">;
export type Call<Name extends RouteName> = Standing & {
  session: Session;
  request: RouteRequest<Name>;
  /** The vault that the call names; authorised already. */
  vault: VaultId | null;
};
export type Handler<Name extends RouteName> = (
  context: ServerContext,
  call: Call<Name>,
) => Promise<Result<RouteResponse<Name>>>;
