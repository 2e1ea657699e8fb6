/**
 * What lies between a client and its server when the server lies: every answer can be tampered with as a value of its route, or
 * replaced as bytes; every request is noted, so that a test sees what was said after a refusal.
 */
import { type BodySchema, encodeWith, parseWith } from "../../shared/encoding/canonical.ts";
import { type RouteName, type RouteResponse, routes } from "../../shared/protocol/routes/routes.ts";
import type { ClientOptions } from "../drive.ts";

type Fetch = NonNullable<ClientOptions["fetch"]>;
export type Asked = { route: RouteName; vault: string | null; url: string; body: Uint8Array | undefined };
/** Another answer in the honest one's place. */
type Tamper<Name extends RouteName> = (
  honest: RouteResponse<Name>,
  asked: Asked,
) => RouteResponse<Name> | Response | Promise<RouteResponse<Name> | Response>;

export type Between = {
  fetch: Fetch;
  /** From now on answers of this route are tampered with; failures of the server pass as they are. */
  tamper<Name extends RouteName>(route: Name, how: Tamper<Name>): void;
  /** From now on this route is answered without asking the server. */
  answer(route: RouteName, how: (asked: Asked) => Response | Promise<Response>): void;
  /** The line is cut, or whole again. */
  cut(isCut: boolean): void;
  /** Honest from now on. */
  honest(): void;
  /** Requests since the last `forget`. */
  asked: Asked[];
  forget(): void;
};

/** A line that is honest until a test says otherwise. */
export function between(): Between {
  const tamperings = new Map<RouteName, Tamper<never>>();
  const answers = new Map<RouteName, (asked: Asked) => Response | Promise<Response>>();
  let isCut = false;
  const line: Between = {
    asked: [],
    async fetch(url, init) {
      if (isCut) throw new TypeError("the line is cut");
      const asked = { ...routeOf(url, init.method), url, body: init.body };
      line.asked.push(asked);
      const instead = answers.get(asked.route);
      if (instead !== undefined) return instead(asked);
      const response = await fetch(url, init);
      const how = tamperings.get(asked.route);
      if (how === undefined || response.status !== 200) return response;
      const schema = routes[asked.route].response as unknown as BodySchema<never>;
      const honest = parseWith(schema, new Uint8Array(await response.arrayBuffer()), 1 << 28);
      if (!honest.ok) throw new Error(`the server's own answer to ${asked.route} does not fit its route`);
      const tampered = await how(honest.value, asked);
      return tampered instanceof Response ? tampered : new Response(encodeWith(schema, tampered as never).slice());
    },
    tamper: (route, how) => void tamperings.set(route, how as Tamper<never>),
    answer: (route, how) => void answers.set(route, how),
    cut(now) {
      isCut = now;
    },
    honest() {
      isCut = false;
      tamperings.clear();
      answers.clear();
    },
    forget() {
      line.asked.length = 0;
    },
  };
  return line;
}

/** The route of a request, and the vault that its path names. */
export function routeOf(url: string, method: string): { route: RouteName; vault: string | null } {
  const { pathname } = new URL(url);
  for (const [route, { path, method: wanted }] of Object.entries(routes)) {
    const found = new RegExp(`^${path.replace(":vault", "([0-9a-z]{26})")}$`).exec(pathname);
    if (found !== null && wanted === method) return { route: route as RouteName, vault: found[1] ?? null };
  }
  throw new Error(`no route: ${method} ${pathname}`);
}
