/**
 * The server: blind storage and forwarding of ciphertext and signed statements. It checks signatures, roles, order and
 * quota with the same code as the clients, opens nothing, and acknowledges only what is durable.
 */
import { randomBytes as systemRandom } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { hash } from "../shared/crypto/hash.ts";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { newServerSeed, serverKeysFromSeed, serverKeysHash } from "../shared/crypto/session-keys.ts";
import { writeCarried } from "../shared/protocol/carried-text.ts";
import { encodeWith, parseWith } from "../shared/protocol/encoding.ts";
import type { Hash, VaultId } from "../shared/protocol/ids.ts";
import { limits } from "../shared/protocol/limits.ts";
import { failureSchema, type RouteName, routes, sessionHeaders } from "../shared/protocol/routes.ts";
import { type Failure, fail, ok, type Result } from "../shared/result.ts";
import { base32Bytes, bytesEqual, utf8Bytes, utf8Text } from "../shared/text.ts";
import { createLive, type Live } from "./live.ts";
import { openApi } from "./open-api.ts";
import type { Context, Handler } from "./routes/context.ts";
import { handlers, type SessionRoute } from "./routes/handlers.ts";
import { createSessions, type Session, sessionText } from "./sessions.ts";
import { openStore, type Store, storeFailure } from "./store/database.ts";
import { dropFact, findFact, putFact } from "./store/facts.ts";
import { loadTeams, type Teams } from "./teams.ts";

export type ServerOptions = {
  dataDir: string;
  /** 0: the port of last time, else a free one; kept, because clients pin the origin. */
  port?: number;
  host?: string;
  /** What clients pin, where it is not the listening address (behind a proxy). */
  origin?: string;
  tls?: { cert: Buffer; key: Buffer };
  maxTeams?: number;
  /** Makes a fresh setup code even where a team is already here. */
  newSetupCode?: boolean;
  clock?: { now(): number };
  log?: ServerLog;
};
/** Events with declared fields only: numbers, codes, never an id, an address or a body. */
export type ServerLog = (event: string, fields: Record<string, number | string>) => void;

export type RunningServer = {
  url: string;
  origin: string;
  serverKeys: Hash;
  /** Null where no team may be made. */
  setupCode: string | null;
  close(): Promise<void>;
  /** Stops without any clean-up, as kill -9 would. */
  kill(): void;
};

/** Starts the server: `busy` (data folder in use), `damaged-database`, `newer-database`, `storage-full`. */
export async function createServer(options: ServerOptions): Promise<Result<RunningServer>> {
  await cryptoReady();
  const opened = openStore(options.dataDir);
  if (!opened.ok) return opened;
  const store = opened.value;
  const teams = await loadTeams(store);
  if (!teams.ok) {
    await store.close();
    return teams;
  }
  return run(options, store, teams.value);
}

async function run(options: ServerOptions, store: Store, teams: Teams): Promise<Result<RunningServer>> {
  const now = () => (options.clock ?? Date).now();
  const log = options.log ?? (() => {});
  const seed = (await findFact(store.db, "seed")) ?? newServerSeed();
  await putFact(store.db, "seed", seed);
  const keys = serverKeysFromSeed(seed);
  let origin = options.origin ?? "";
  const sessions = createSessions({ keys, origin: () => origin, teams, now });
  const live = createLive();
  const maxTeams = options.maxTeams ?? 1;
  const token = await renewSetupToken(store, teams, options);
  let openToken: Uint8Array | null = token;
  const context: Context = {
    store,
    teams,
    sessions,
    now,
    maxTeams,
    isSetupToken: (given) => openToken !== null && bytesEqual(hash("text", given), hash("text", openToken)),
    teamMade: () => {
      openToken = null;
    },
    hint: live.hint,
  };
  const app = createApp(options, context, live, log);
  const sweep = setInterval(() => live.sweep((session) => isOver(teams, session)), 500);
  sweep.unref();
  const port = await listen(app, options, store);
  if (!port.ok) {
    clearInterval(sweep);
    live.close();
    await store.close();
    return port;
  }
  const url = `${options.tls === undefined ? "http" : "https"}://${options.host ?? "127.0.0.1"}:${port.value}`;
  origin = options.origin ?? url;
  const serverKeys = serverKeysHash(keys);
  const setupCode = token === null ? null : writeCarried("setup", { origin, serverKeys, token });
  const stop = (): void => {
    clearInterval(sweep);
    live.close();
    app.server.closeAllConnections();
  };
  return ok({
    url,
    origin,
    serverKeys,
    setupCode,
    close: async () => {
      stop();
      await app.close();
      await store.close();
    },
    kill: () => {
      stop();
      app.server.close();
      void store.close();
    },
  });
}

/** A session whose device is no longer active. */
function isOver(teams: Teams, { team, identity }: Session): boolean {
  return identity.kind === "device" && teams.get(team)?.state.devices.get(identity.device)?.active !== true;
}

/** A fresh token at every start while a team may still be made; only the newest one holds. */
async function renewSetupToken(store: Store, teams: Teams, options: ServerOptions): Promise<Uint8Array | null> {
  const isOpen = teams.size === 0 || (options.newSetupCode === true && teams.size < (options.maxTeams ?? 1));
  if (!isOpen) {
    await dropFact(store.db, "setup-token");
    return null;
  }
  const token = new Uint8Array(systemRandom(16));
  await putFact(store.db, "setup-token", hash("text", token));
  return token;
}

async function listen(app: FastifyInstance, options: ServerOptions, store: Store): Promise<Result<number>> {
  const kept = await findFact(store.db, "port");
  const wanted = options.port ? options.port : Number(kept === null ? 0 : utf8Text(kept));
  try {
    await app.listen({ host: options.host ?? "127.0.0.1", port: wanted });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return fail("busy", { field: "port", number: wanted });
    throw error;
  }
  const port = (app.server.address() as { port: number }).port;
  await putFact(store.db, "port", utf8Bytes(String(port)));
  return ok(port);
}

function createApp(options: ServerOptions, context: Context, live: Live, log: ServerLog): FastifyInstance {
  const app = Fastify({
    bodyLimit: limits.requestBytes,
    requestTimeout: 60_000,
    connectionTimeout: 120_000,
    ...(options.tls === undefined ? {} : { https: options.tls }),
  } as object) as unknown as FastifyInstance;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/cbor", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => answerError(error, reply, log));
  app.setNotFoundHandler((_request, reply) => sendFailure(reply, fail("not-found").failure));
  void app.register(rateLimit, {
    max: 12_000,
    timeWindow: 60_000,
    errorResponseBuilder: () => Object.assign(new Error("throttled"), { statusCode: 429 }),
  });
  void app.register(async (scope) => {
    for (const name of Object.keys(routes) as RouteName[]) if (name !== "live") mount(scope, name, context, log);
    scope.get("/health", async () => ({ status: "ok" }));
    scope.get("/openapi.json", async () => openApi());
  });
  app.server.on("upgrade", (request, socket, head) => upgrade(context, live, request, socket, head));
  return app;
}

function mount(app: FastifyInstance, name: Exclude<RouteName, "live">, context: Context, log: ServerLog): void {
  const { method, path } = routes[name];
  app.route({
    method,
    url: path,
    handler: async (request, reply) => {
      const started = performance.now();
      const answer = await answerRoute(name, context, request);
      log("request", {
        route: name,
        code: answer.ok ? "ok" : answer.failure.code,
        ms: Math.round(performance.now() - started),
      });
      if (!answer.ok) return sendFailure(reply, answer.failure);
      return reply
        .type("application/cbor")
        .send(Buffer.from(encodeWith(routes[name].response as never, answer.value as never)));
    },
  });
}

/** Session, session kind, request: in this order; then the handler. */
async function answerRoute(
  name: Exclude<RouteName, "live">,
  context: Context,
  request: FastifyRequest,
): Promise<Result<unknown>> {
  const route = routes[name];
  const body = request.body instanceof Uint8Array ? new Uint8Array(request.body) : new Uint8Array();
  if (name === "challenge" || name === "session") {
    const parsed = parseWith(route.request as never, body, limits.requestBytes);
    if (!parsed.ok) return parsed;
    return name === "challenge" ? ok(context.sessions.challenge()) : context.sessions.begin(parsed.value as never);
  }
  const session = checkSession(context, request.raw, body);
  if (!session.ok) return session;
  if (!(route.sessions as readonly string[]).includes(session.value.identity.kind))
    return fail("role", { reason: "session" });
  const asked =
    route.method === "GET" ? readQuery(name, request) : parseWith(route.request as never, body, limits.requestBytes);
  if (!asked.ok) return asked;
  const { vault } = request.params as { vault?: string };
  const vaultId = vault !== undefined && base32Bytes(vault)?.length === 16 ? (vault as VaultId) : null;
  const handler = handlers[name as SessionRoute] as Handler<never>;
  return handler(context, { session: session.value, request: asked.value as never, vault: vaultId });
}

function checkSession(context: Context, request: IncomingMessage, body: Uint8Array): Result<Session> {
  const header = (name: string): string => String(request.headers[name] ?? "");
  return context.sessions.check({
    method: request.method ?? "",
    path: request.url ?? "",
    body,
    session: sessionText(header(sessionHeaders.session)),
    counter: header(sessionHeaders.counter),
    mac: header(sessionHeaders.mac),
  });
}

function readQuery(name: RouteName, request: FastifyRequest): Result<unknown> {
  const { from, ...others } = request.query as Record<string, string>;
  if (Object.keys(others).length > 0) return fail("encoding", { reason: "query" });
  const raw = from === undefined ? {} : { from: /^\d{1,15}$/.test(from) ? Number(from) : -1 };
  const parsed = routes[name].request.safeParse(raw);
  return parsed.success ? ok(parsed.data) : fail("encoding", { reason: "query" });
}

function upgrade(context: Context, live: Live, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const session =
    request.url === routes.live.path ? checkSession(context, request, new Uint8Array()) : fail("not-found");
  if (!session.ok || session.value.identity.kind !== "device") {
    socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
    return;
  }
  live.accept(session.value, request, socket, head);
}

const statusOf: Partial<Record<Failure["code"], number>> = {
  "session-binding": 401,
  replay: 401,
  pin: 401,
  role: 403,
  "not-found": 404,
  "log-gap": 409,
  manifest: 409,
  "recipient-set": 409,
  limit: 413,
  throttled: 429,
  "server-error": 500,
  "storage-full": 507,
};

function sendFailure(reply: FastifyReply, { code, retry, detail }: Failure): FastifyReply {
  const told =
    detail === undefined
      ? null
      : {
          number: detail.number ?? null,
          waitMs: detail.waitMs ?? null,
          vault: (detail.vault as VaultId | undefined) ?? null,
          reason: detail.reason ?? null,
        };
  const bytes = encodeWith(failureSchema, { code, retry, detail: told });
  return reply
    .code(statusOf[code] ?? 400)
    .type("application/cbor")
    .send(Buffer.from(bytes));
}

function answerError(error: unknown, reply: FastifyReply, log: ServerLog): FastifyReply {
  const stored = storeFailure(error);
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const failure: Failure =
    stored !== null && !stored.ok
      ? stored.failure
      : status === 429
        ? { code: "throttled", retry: "later", detail: { waitMs: 10_000 } }
        : status === 413
          ? { code: "limit", retry: "never" }
          : status < 500
            ? { code: "encoding", retry: "never" }
            : { code: "server-error", retry: "later" };
  if (failure.code === "server-error") log("bug", { name: error instanceof Error ? error.name : "unknown" });
  return sendFailure(reply, failure);
}
