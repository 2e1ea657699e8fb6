/** What a handler gets and gives. It is called only after its row let the caller through; expected failures are values. */
import type { VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import type { RouteName, RouteRequest, RouteResponse, routes } from "../../shared/protocol/routes/routes.ts";
import type { Throttle } from "../limits/throttle.ts";
import type { Live } from "../live/live.ts";
import type { SessionContext } from "../sessions/open-session.ts";
import type { Session } from "../sessions/session-table.ts";
import type { LinkSlots } from "../teams/link-slots.ts";
import type { TeamContext, Teams } from "../teams/team.ts";
import type { Standing } from "./authorise.ts";

/** The live socket is no request with an answer: it has a file of its own. */
export type HttpRoute = Exclude<RouteName, "live">;
/** Routes that are called before there is a session, as their rows say. */
export type OpenRoute = {
  [Name in HttpRoute]: (typeof routes)[Name]["sessions"] extends null ? Name : never;
}[HttpRoute];
export type SessionRoute = Exclude<HttpRoute, OpenRoute>;

/** All that handlers need together; each names its part. */
export type RouteContext = TeamContext &
  SessionContext & {
    teams: Teams;
    /** Teams are made one at a time. */
    creation: { queue: Promise<unknown> };
    live: Live;
    /** How often a computer may send a letter. */
    letterPace: Throttle;
    /** How often a computer may say where it stands. */
    headsPace: Throttle;
    /** How often a computer may begin to bring another one. */
    linkPace: Throttle;
    links: LinkSlots;
    /** Seals what this server keeps of second factors. */
    factorKey: Uint8Array;
    maxTeams: number;
  };

/** A call with a session, authorised. */
export type Call<Name extends RouteName> = Standing & {
  session: Session;
  request: RouteRequest<Name>;
  /** The vault that the call names; authorised already. */
  vault: VaultId | null;
};

/** A route's handler; `Needed` is what it takes of the context. */
export type Handler<Name extends HttpRoute, Needed extends keyof RouteContext = keyof RouteContext> = (
  context: Pick<RouteContext, Needed>,
  call: Name extends SessionRoute ? Call<Name> : { request: RouteRequest<Name> },
) => Promise<Result<RouteResponse<Name>>>;
