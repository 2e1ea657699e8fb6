/**
 * Everything that bounds what a caller may cost this server, in one table: quotas by team, rates, waiting times. Sizes of
 * requests stand with their routes, the protocol's own (an entry, a commit) in `shared/encoding/limits.ts`.
 */
const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

export const serverLimits = {
  /** A founder's first post: genesis, six vaults, a handful of bundles. */
  founderPostBytes: 2 * MiB,
  /** What arrived of bodies that are being received or worked on, and of answers what has not gone: of all, from one address, by one caller. */
  bodyBytes: 256 * MiB,
  bodyBytesPerAddress: 64 * MiB,
  bodyBytesPerCaller: 32 * MiB,
  /** Of a body that is not there yet each stretch of this length brings at least so much. */
  bodyPaceMs: 8_000,
  bodyPaceBytes: 64 * KiB,
  storedBytesPerTeam: 50 * GiB,
  entriesPerTeam: 500_000,
  joinsPerTeam: 1000,
  /** Letters by one computer: so many at once, then so many an hour. */
  letterBurst: 200,
  lettersPerHour: 200,
  /** Statements of where a computer stands: so many at once, then so many an hour. */
  headsBurst: 40,
  headsPerHour: 40,
  /** New computers that a computer may begin to bring: so many at once, then so many an hour; and how many wait in all. */
  linkBurst: 10,
  linksPerHour: 20,
  links: 1000,
  /** Sealed files that no commit names yet: so many by one person, and how long after its last part one is kept. */
  uploadsPerMember: 256,
  uploadKeptMs: 24 * 3_600_000,
  uploadSweepMs: 10 * 60_000,
  /** Items of vault chains that are kept in memory; the least used chains go first. */
  itemsInMemory: 100_000,
  noncesWaiting: 100_000,
  sessionsPerIdentity: 16,
  founderSessions: 64,
  liveSocketsPerDevice: 4,
  liveBufferBytes: 256 * KiB,
  /** Calls without a session, by address: this many at once, then so many a second. */
  addressBurst: 2000,
  addressPerSecond: 50,
  /** Calls by one session. */
  sessionBurst: 1000,
  sessionPerSecond: 100,
  /** How long a request may take to arrive, its headers (and a handshake before them), and a peer may stand still. */
  requestTimeoutMs: 120_000,
  headersTimeoutMs: 5_000,
  stillMs: 30_000,
  /**
   * How long everybody's commits, the subject's writing and (for an admin's removal) all other entries are held back for
   * an act that lost the race, and how often an hour one person may start that.
   */
  holdVaultMs: 5_000,
  holdSubjectMs: 60_000,
  holdLogMs: 5_000,
  holdsPerHour: 3,
  livePingMs: 25_000,
  sweepMs: 500,
  certificateCheckMs: 30_000,
} as const;

export type ServerLimits = { [Name in keyof typeof serverLimits]: number };
