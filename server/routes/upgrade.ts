/** The one socket: `GET /v1/live` with the headers of a session of a device that is active in its team, and answered where the team asks that. */
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { fail } from "../../shared/failures.ts";
import { routes } from "../../shared/protocol/routes/routes.ts";
import { checkSessionAnswer } from "../secondfactor/session-answer.ts";
import type { AnswerHeaders } from "./answer-headers.ts";
import { failureBytes, failureStatus } from "./answers.ts";
import { authorise } from "./authorise.ts";
import type { RouteContext } from "./call.ts";
import { checkSession } from "./mount.ts";

/** Listens for upgrades; everything but a right one is refused in words of the protocol. */
export function mountLive(
  server: Server,
  context: Pick<RouteContext, "db" | "sessions" | "teams" | "now" | "live">,
  headers: AnswerHeaders,
): void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  server.on("upgrade", (request, socket, head) => {
    const refuse = (failed: ReturnType<typeof fail>) => refuseUpgrade(socket, failed, lines.join(""));
    socket.on("error", () => socket.destroy());
    if (request.url !== routes.live.path) return refuse(fail("not-found"));
    const session = checkSession(context.sessions, request, new Uint8Array());
    if (!session.ok) return refuse(session);
    const { identity, team } = session.value;
    const asked = { route: "live" as const, identity, team: context.teams.get(team), vault: null, now: context.now() };
    const standing = authorise(asked);
    if (!standing.ok) return refuse(standing);
    checkSessionAnswer(context, "live", { ...standing.value, session: session.value }).then(
      (answered) => {
        if (!answered.ok) refuse(answered);
        else if (!socket.destroyed) context.live.accept(session.value, { request, socket, head });
      },
      () => socket.destroy(),
    );
  });
}

function refuseUpgrade(socket: Duplex, { failure }: ReturnType<typeof fail>, lines: string): void {
  const body = failureBytes(failure);
  // Not only our half: whoever is refused and stands there would keep a file of ours open.
  socket.write(
    `HTTP/1.1 ${failureStatus(failure.code)} Refused\r\nConnection: close\r\nContent-Type: application/cbor\r\nContent-Length: ${body.length}\r\n${lines}\r\n`,
  );
  socket.end(body, () => socket.destroy());
}
