/**
 * What the core needs of the machine. Everything that reads a clock, a file, a socket or randomness goes through here,
 * so that every test repeats exactly. `main/node` implements them; the core imports nothing of the machine.
 */

import type { Clock } from "../../shared/deadline.ts";
import type { Result } from "../../shared/failures.ts";

/** A prepared SQL statement; values are numbers, text, bytes or null. */
export type SqlValue = number | string | Uint8Array | null;
export type SqlRow = Record<string, SqlValue>;
export type Statement = {
  run(...values: SqlValue[]): { changes: number };
  get(...values: SqlValue[]): SqlRow | undefined;
  all(...values: SqlValue[]): SqlRow[];
  iterate(...values: SqlValue[]): IterableIterator<SqlRow>;
};
/** One SQLite database, opened WAL with `synchronous=FULL`. Synchronous on purpose: the core is its only user. */
export type Database = {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  /** Runs `work` in one IMMEDIATE transaction; a throw or a failed Result rolls back. */
  transaction<T>(work: () => T): T;
  close(): void;
};

/** The data folder: `profiles/<id>/profile.db`. */
export type ProfileFiles = {
  /** Takes the folder's lock; `busy` when another process holds it. Released by `release`. */
  claim(): Result<{ release(): void }>;
  list(): string[];
  /** `damaged-database` where SQLite refuses the file, `storage-full` where the disk is. */
  open(profile: string): Result<Database>;
  /** Copies a closed or open database beside itself before a migration. */
  backup(profile: string, label: string): Result<true>;
  /** Takes away what `backup` left, whole or half; it may be asked again. `storage-full` where the disk refuses. */
  removeBackups(profile: string): Result<true>;
  remove(profile: string): void;
};

/** A device secret that may lie in a keychain while no profile uses it (`account/secret-notes.ts`). */
export type SecretNote = { profile: string; keychain: Keychain["kind"]; proof: Uint8Array };
export type SecretNotes = {
  /** Durable when it answers; a later one for the same profile takes its place. `storage-full`. */
  add(note: SecretNote): Result<true>;
  /** Notes that can be read; what else lies among them counts as none. */
  list(): SecretNote[];
  remove(profile: string): void;
};

/** How the window looks on this computer: outside of every profile, because it is drawn before one is unlocked. */
export type AppearanceFile = {
  /** `system` where nothing, or nothing that is known, was chosen. */
  get(): "system" | "light" | "dark";
  /** `storage-full`. */
  set(chosen: "system" | "light" | "dark"): Result<true>;
};

/** Names a place in the OS keychain; service is `Latchkey`. */
export type Keychain = {
  kind: "os" | "file";
  /** False where no Secret Service answers. */
  available(): Promise<boolean>;
  /** `null`: not there. `keychain-missing`: the keychain itself does not answer. */
  get(account: string): Promise<Result<Uint8Array | null>>;
  set(account: string, secret: Uint8Array): Promise<Result<true>>;
  remove(account: string): Promise<Result<true>>;
};

export type HttpRequest = {
  method: "GET" | "POST" | "PUT";
  url: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
  /** How long nothing may move; on a slow line the whole may take longer, but not without end. */
  timeoutMs: number;
  maxBytes: number;
};
export type HttpResponse = { status: number; body: Uint8Array };
/** Never follows a redirect (a 3xx is an answer like any other). Failures: `offline`, `limit`. */
export type Http = { send(request: HttpRequest): Promise<Result<HttpResponse>> };

export type Socket = { close(): void };
/** A WebSocket with request headers. `onClose` comes exactly once. */
export type Sockets = {
  open(input: {
    url: string;
    headers: Record<string, string>;
    onOpen(): void;
    onMessage(bytes: Uint8Array): void;
    onClose(): void;
  }): Socket;
};

export type Timers = {
  /** Calls once after `ms`; the answer cancels. */
  after(ms: number, act: () => void): () => void;
};
export type Random = { bytes(length: number): Uint8Array };

export type Clipboard = {
  available(): boolean;
  /** Writes text, flagged concealed where the platform can; the host clears after `clearAfterMs`, at lock and quit, only if still ours. */
  write(text: string, clearAfterMs: number): Promise<Result<true>>;
};

/** Events with declared fields: numbers, booleans, codes, shortened ids (8 characters). Never text of people. */
export type LogFields = Record<string, number | boolean | string>;
export type Log = { event(name: string, fields?: LogFields): void };

export type BuiltInServer = {
  /** Starts (or finds) the server beside this app; answers its address and a setup code if no team is on it yet. */
  start(): Promise<Result<{ url: string; setupCode: string }>>;
  /** Starts it again for a profile whose team lives on it. */
  resume(): Promise<Result<{ url: string }>>;
};

/** Links that the system handed to the shell; it keeps the newest one for a while, in memory and through a lock. */
export type Links = {
  waiting(): { kind: "item" | "join"; address: string } | null;
  /** Calls `heard` whenever another one waits, or none any more. */
  listen(heard: () => void): void;
  /** A page asked: somebody can see that it waits. */
  seen(): void;
  /** The one of this address is not needed any more. */
  done(address: string): void;
};

/** What the shell around the core does on its word. */
export type Shell = {
  /** Replaces this core by a fresh, locked one (kills the process; drive disposes and builds anew). */
  lock(): void;
  /** Opens an http(s) address in the default browser. */
  openWebsite(url: string): Promise<Result<true>>;
  /** Opens an empty mail to one address in the default mail program; `invalid-input` where it is none. */
  openMail(address: string): Promise<Result<true>>;
  deviceName(): string;
};

/** Under which name, and whether the person chose where. */
export type SavedPlace = { name: string; place: "chosen" | "downloads" };
/** A file that is being saved: seen by nobody under its name before it is whole. */
export type SavedFile = {
  /** `storage-full`, with the reason `downloads` or `place` where that place takes no file. */
  write(bytes: Uint8Array): Result<true>;
  /** Gives it its place and name, whole; answers them. */
  finish(): Result<SavedPlace>;
  discard(): void;
};
/** Where saved files go. `name` is a file's name that any system takes. */
export type Downloads = {
  /**
   * The place that the person chooses, where the host can ask (`cancelled` where they choose none); else the folder for downloads,
   * under a name that nothing there has.
   */
  begin(name: string): Promise<Result<SavedFile>>;
  /** Takes away what an earlier process left half written. */
  tidy(): void;
};

export type DesktopPort = {
  /** What is chosen of the desktop app, after these changes; null where there is none around the page. */
  ask(
    changes: {
      shortcut?: string | undefined;
      startsAtLogin?: boolean | undefined;
      notifies?: boolean | undefined;
      staysOpen?: boolean | undefined;
    } | null,
  ): Promise<{
    shortcut: string;
    isTaken: boolean;
    startsAtLogin: boolean;
    notifies: boolean;
    staysOpen: boolean;
  } | null>;
  /** Something waits for the person, and no word of what. Absent where there is no desktop app. */
  waits?: (() => void) | undefined;
};

/** Reads pictures apart from everything else, with bounds on size, pixels and time. */
export type Pictures = {
  /**
   * The texts of all QR codes in a PNG or JPEG, whatever they hold. `limit` with the reason `pixels` or `time`; `invalid-input`
   * with the reason `picture` where it is no picture, or a broken one.
   */
  readCodes(bytes: Uint8Array): Promise<Result<string[]>>;
};

export type Ports = {
  profiles: ProfileFiles;
  secretNotes: SecretNotes;
  /** The OS keychain. */
  keychain: Keychain;
  /** The honest fallback: a file beside the profile, weaker, used only by the person's choice. */
  keyFile: Keychain;
  http: Http;
  sockets: Sockets;
  clock: Clock;
  timers: Timers;
  random: Random;
  appearance: AppearanceFile;
  clipboard: Clipboard;
  downloads: Downloads;
  log: Log;
  shell: Shell;
  links: Links;
  pictures: Pictures;
  desktop: DesktopPort;
  builtInServer: BuiltInServer;
  /** KDF cost for new profiles: calibrated in the product, the floor in tests and scripts. */
  kdf: "calibrated" | "floor";
};
