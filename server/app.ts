/**
 * The server: blind storage and forwarding of ciphertext and signed statements. It checks signatures, roles, order and
 * quota with the same code as the clients, opens nothing, and acknowledges only what is durable [protocol: Sessions].
 */
import Fastify, { type FastifyInstance } from "fastify";
import { cryptoReady } from "../shared/crypto/ready.ts";
import { newServerSeed } from "../shared/crypto/session-keys.ts";
import type { Hash } from "../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../shared/failures.ts";
import { checkAddress, listeningUrl } from "./address.ts";
import { hasPlace } from "./authority/authority.ts";
import { type Certificate, type CertificateFiles, readCertificate, watchCertificate } from "./certificate.ts";
import { createServerContext, type ServerContext } from "./context.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { type ServerLimits, serverLimits } from "./limits/limits.ts";
import { createLog, type LogSink } from "./log/log.ts";
import { openApi } from "./open-api.ts";
import { createAdmission } from "./routes/admission.ts";
import { answerHeaders, sendHeadersAlways } from "./routes/answer-headers.ts";
import { failureOf, sendFailure } from "./routes/answers.ts";
import { takeBodies } from "./routes/bodies.ts";
import { mountRoutes } from "./routes/mount.ts";
import { mountLive } from "./routes/upgrade.ts";
import { isUnanswered } from "./secondfactor/session-answer.ts";
import type { Session } from "./sessions/session-table.ts";
import { makeSetupCode } from "./setup-code.ts";
import { findIdentity, keepIdentity } from "./store/identity-store.ts";
import { loadTeams } from "./teams/team.ts";
import { sweepUploads } from "./teams/uploads.ts";

export type ServerOptions = {
  dataDir: string;
  /** 0 or absent: the port of last time, else a free one; it is kept, because clients pin the origin. */
  port?: number;
  /** 127.0.0.1 unless given; another needs `tls` or `behindProxy`. */
  host?: string;
  /** What clients pin, where it is not the listening address. */
  origin?: string;
  tls?: CertificateFiles;
  behindProxy?: boolean;
  /** How many teams may live here; 1 unless given. */
  maxTeams?: number;
  /** Makes a fresh setup code; those made before are good for nothing. */
  newSetupCode?: boolean;
  /** The time of day, and a clock that only goes forward; for tests. One that has no `elapsed` is moved for both. */
  clock?: { now(): number; elapsed?(): number };
  log?: LogSink;
  /** Other bounds than the table's, for tests and benchmarks. */
  limits?: Partial<ServerLimits>;
};

export type RunningServer = {
  /** The listening address. */
  url: string;
  origin: string;
  serverKeys: Hash;
  /** Fresh at every start without a team, and where asked for; else null. */
  setupCode: string | null;
  /** Stops cleanly. */
  close(): Promise<void>;
  /** Stops without any clean-up, as kill -9 would. */
  kill(): void;
};

/** Starts the server: `busy` (data folder or port), `invalid-input`, `damaged-database`, `newer-database`, `storage-full`. */
export async function createServer(options: ServerOptions): Promise<Result<RunningServer>> {
  await cryptoReady();
  const address = checkAddress({
    host: options.host ?? "127.0.0.1",
    origin: options.origin ?? null,
    hasCertificate: options.tls !== undefined,
    isBehindProxy: options.behindProxy === true,
  });
  if (!address.ok) return address;
  const certificate = options.tls === undefined ? ok(null) : readCertificate(options.tls);
  if (!certificate.ok) return certificate;
  const folder = openDataFolder(options.dataDir);
  if (!folder.ok) return folder;
  const started = await start(options, folder.value, certificate.value);
  if (!started.ok) folder.value.close();
  return started;
}

async function start(
  options: ServerOptions,
  folder: DataFolder,
  certificate: Certificate | null,
): Promise<Result<RunningServer>> {
  const { db } = folder.database;
  const startedAt = performance.now();
  const log = createLog(options.log ?? (() => undefined));
  const teams = await loadTeams(db, log);
  if (!teams.ok) return teams;
  const identity = await findIdentity(db);
  const seed = identity?.seed ?? newServerSeed();
  const pinned = { origin: "" };
  const context = createServerContext({
    ...{ db, seed, teams: teams.value, log, origin: () => pinned.origin },
    ...clocksOf(options.clock),
    limits: { ...serverLimits, ...options.limits },
    maxTeams: options.maxTeams ?? 1,
  });
  const { app, stop } = assemble(options, { context, certificate, probe: folder.database.probe });
  const port = await listen(app, options, identity?.port ?? 0);
  if (!port.ok) {
    stop();
    await app.close();
    return port;
  }
  await keepIdentity(db, { seed, port: port.value });
  const url = listeningUrl(options.host ?? "127.0.0.1", port.value, certificate !== null);
  pinned.origin = options.origin ?? url;
  const { origin } = pinned;
  const serverKeys = context.keysHash;
  const wanted = { teams: teams.value.size, maxTeams: context.maxTeams, renew: options.newSetupCode === true };
  const setupCode = await makeSetupCode(db, { ...wanted, origin, serverKeys });
  if (setupCode !== null) log.event("setup-code-made");
  log.event("started", { teams: teams.value.size, ms: Math.round(performance.now() - startedAt) });
  return ok({
    url,
    origin,
    serverKeys,
    setupCode,
    close: async () => {
      stop();
      await app.close();
      folder.close();
      log.event("stopped");
    },
    kill: () => {
      stop();
      app.server.close();
      app.server.closeAllConnections();
      folder.crash();
    },
  });
}

/** Ends of rights are told by the time of day; how long something lasts never is, for that may be set back or forth. */
function clocksOf(clock: ServerOptions["clock"]): { now(): number; elapsed(): number } {
  const day = clock ?? Date;
  const forward = clock === undefined ? performance.now.bind(performance) : (clock.elapsed ?? clock.now);
  return { now: () => day.now(), elapsed: () => forward() };
}

/** The HTTP side, and what stops the timers beside it. */
function assemble(
  options: ServerOptions,
  { context, certificate, probe }: { context: ServerContext; certificate: Certificate | null; probe(): void },
): { app: FastifyInstance; stop(): void } {
  const { limits } = context;
  const app = Fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    requestTimeout: limits.requestTimeoutMs,
    connectionTimeout: limits.stillMs,
    trustProxy: options.behindProxy === true ? 1 : false,
    http: { headersTimeout: limits.headersTimeoutMs, connectionsCheckingInterval: limits.sweepMs },
    ...(certificate === null ? {} : { https: { ...certificate, handshakeTimeout: limits.headersTimeoutMs } }),
  } as object) as unknown as FastifyInstance;
  const headers = answerHeaders(certificate !== null || options.behindProxy === true);
  sendHeadersAlways(app.server, headers);
  takeBodies(app, context);
  app.setErrorHandler((thrown, _request, reply) => sendFailure(reply, failureOf(thrown, context.log)));
  app.setNotFoundHandler((_request, reply) => sendFailure(reply, fail("not-found").failure));
  const admission = createAdmission(context);
  mountRoutes(app, context, admission);
  mountLive(app.server, context, headers);
  app.get("/health", async () => {
    probe();
    return { status: "ok" };
  });
  const described = openApi();
  app.get("/openapi.json", async () => described);
  const sweep = setInterval(() => {
    context.sessions.sweep();
    admission.sweep();
    context.letterPace.sweep();
    context.headsPace.sweep();
    context.linkPace.sweep();
    context.links.sweep();
    context.live.sweep((session) => isOver(context, session));
  }, limits.sweepMs);
  sweep.unref();
  const sweepFiles = setInterval(() => {
    for (const team of context.teams.values())
      sweepUploads(context, team).catch((thrown: unknown) => void failureOf(thrown, context.log));
  }, limits.uploadSweepMs);
  sweepFiles.unref();
  const unwatch = watch(app, options, context);
  return {
    app,
    stop: () => {
      clearInterval(sweep);
      clearInterval(sweepFiles);
      unwatch();
      context.live.close();
    },
  };
}

/** A session that has ended, whose device is no longer active in its team, or that did not answer what the team asks of each. */
function isOver({ sessions, teams, now }: ServerContext, session: Session): boolean {
  const team = teams.get(session.team);
  if (sessions.find(session.session) === undefined || team === undefined) return true;
  return !hasPlace(team.state, session.identity, now()).ok || isUnanswered(team, session, now());
}

function watch(app: FastifyInstance, { tls }: ServerOptions, { limits, log }: ServerContext): () => void {
  if (tls === undefined) return () => undefined;
  return watchCertificate(tls, limits.certificateCheckMs, (changed) => {
    if (changed.ok) (app.server as unknown as import("node:tls").Server).setSecureContext(changed.value);
    log.event("certificate-loaded", { ok: changed.ok });
  });
}

async function listen(app: FastifyInstance, options: ServerOptions, keptPort: number): Promise<Result<number>> {
  const wanted = options.port !== undefined && options.port > 0 ? options.port : keptPort;
  try {
    await app.listen({ host: options.host ?? "127.0.0.1", port: wanted });
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return fail("busy", { field: "port", number: wanted }, "after-act");
    if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      return fail("invalid-input", { field: code === "EACCES" ? "port" : "host", number: wanted }, "after-act");
    throw thrown;
  }
  return ok((app.server.address() as { port: number }).port);
}
