/**
 * Files on their way to the server, beside everything else [protocol: Attachments]: a slow upload holds up its own item, and no
 * draft, pull or task. One file at a time, part by part from where the server has it on; whoever waits is told when some are there.
 */
import { sealedSize } from "../../../shared/crypto/attachment-blocks.ts";
import type { BlobId, VaultId } from "../../../shared/encoding/ids.ts";
import { codeRule, type Failure, fail, ok, type Result } from "../../../shared/failures.ts";
import type { FileRows } from "../store/file-rows.ts";
import { inBackground } from "../store/thrown.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import { partsOf, type SealedFile } from "./file-parts.ts";

/** A file without its key, as a commit names it. */
export type NamedFile = Pick<SealedFile, "blob" | "size" | "hash">;

export type FileSending = {
  /** Whether the server has all of these; what it lacks is sent from now on. Fails with why one of them was refused. */
  send(vault: VaultId, files: readonly NamedFile[]): Result<boolean>;
  /** The server lacks it although it was sent. */
  again(blob: BlobId): void;
  /** Resolves when nothing of this vault is on its way, and whoever waits was told. */
  over(vault: VaultId): Promise<void>;
};

type Parts = {
  unlocked: Pick<OpenedProfile, "ports" | "files" | "emit">;
  rows: FileRows;
  cancelled: ReadonlySet<BlobId>;
  /** The database is closed, or about to be. */
  isEnded(): boolean;
  /** Files of this vault were sent, or refused. */
  done(vault: VaultId): void;
};

/** While many files go out, drafts are looked at every so often. */
const tellEveryMs = 2000;
/** What was refused is tried again with a later sync, not with every push. */
const retryAfterMs = 20_000;
/** Where the line fails this often in a row the rest waits for the next sync. */
const failuresMost = 3;

type Waiting = { vault: VaultId; file: NamedFile };
type Refused = { failure: Failure; at: number };

/** What became of files so far; what clears it: lock. */
function createOutcomes(parts: Parts) {
  const sent = new Set<BlobId>();
  const refused = new Map<BlobId, Refused>();
  const now = parts.unlocked.ports.clock.steady;
  return {
    isLacking: (blob: BlobId): boolean => !sent.has(blob) && parts.rows.find(blob)?.state === "waiting",
    again: (blob: BlobId) => void sent.delete(blob),
    /** Why it was refused when it was last tried. */
    refusal: (blob: BlobId): Refused | null => refused.get(blob) ?? null,
    /** Sends one; whether it failed on the line. */
    async send(next: Waiting): Promise<boolean> {
      const { blob } = next.file;
      const answer = await sendFile(parts, next);
      tellProgress(parts, next.file, partsOf(next.file));
      if (!answer.ok && codeRule(answer.failure.code).about === "transport") return true;
      if (answer.ok) {
        sent.add(blob);
        refused.delete(blob);
      } else if (answer.failure.code !== "cancelled") refused.set(blob, { failure: answer.failure, at: now() });
      return false;
    },
  };
}

/** Sends nothing before it is asked to. */
export function createFileSending(parts: Parts): FileSending {
  const { clock } = parts.unlocked.ports;
  const outcomes = createOutcomes(parts);
  const queue = createQueue(parts, outcomes.send);
  return {
    send(vault, files) {
      let failure: Failure | null = null;
      let isThere = true;
      for (const file of files) {
        if (!outcomes.isLacking(file.blob)) continue;
        isThere = false;
        const found = outcomes.refusal(file.blob);
        failure ??= found?.failure ?? null;
        if (found === null || clock.steady() - found.at >= retryAfterMs) queue.add({ vault, file });
      }
      queue.start();
      return failure === null ? ok(isThere) : { ok: false, failure };
    },
    again: outcomes.again,
    over: queue.over,
  };
}

/** What waits to be sent, in its order; `send` answers whether it failed on the line. */
function createQueue({ unlocked, isEnded, done }: Parts, send: (next: Waiting) => Promise<boolean>) {
  const queue = new Map<BlobId, Waiting>();
  const waiters = new Set<{ vault: VaultId; resolve(): void }>();
  let isRunning = false;
  const { clock } = unlocked.ports;
  let toldAt = clock.steady();
  const isOver = (vault: VaultId): boolean => !isRunning || [...queue.values()].every((one) => one.vault !== vault);

  function tell(vault: VaultId): void {
    if (!isOver(vault) && clock.steady() - toldAt < tellEveryMs) return;
    toldAt = clock.steady();
    done(vault);
  }

  function endWaits(): void {
    for (const waiter of waiters) {
      if (!isOver(waiter.vault)) continue;
      waiters.delete(waiter);
      waiter.resolve();
    }
  }

  async function run(): Promise<void> {
    try {
      for (let failures = 0; ; ) {
        const [next] = queue.values();
        if (next === undefined || isEnded()) return;
        // In the same turn in which it is told: who asks in between would take it for over.
        const isOfLine = await send(next);
        queue.delete(next.file.blob);
        if (isEnded()) return;
        failures = isOfLine ? failures + 1 : 0;
        if (failures >= failuresMost) queue.clear();
        if (!isOfLine) tell(next.vault);
        endWaits();
      }
    } finally {
      // What was thrown is told; what is left begins with the next push.
      queue.clear();
      isRunning = false;
      endWaits();
    }
  }

  return {
    add: (one: Waiting) => void (queue.has(one.file.blob) || queue.set(one.file.blob, one)),
    start() {
      if (queue.size === 0 || isRunning) return;
      isRunning = true;
      inBackground(unlocked, "file-sending", run());
    },
    over: (vault: VaultId): Promise<void> =>
      isOver(vault)
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiters.add({ vault, resolve });
          }),
  };
}

/** Sends a file from where the server has it on. */
async function sendFile(parts: Parts, { vault, file }: Waiting): Promise<Result<true>> {
  const { rows, unlocked, cancelled, isEnded } = parts;
  const { blob } = file;
  const size = sealedSize(file.size);
  const total = partsOf(file);
  let asked = await unlocked.files.put(vault, { blob, size, part: 0, bytes: new Uint8Array() });
  for (let before = -1; asked.ok && asked.value < total; ) {
    const part = asked.value;
    // A server that takes nothing is not asked for ever.
    if (part <= before) return fail("encoding", { vault, reason: "blob-part" }, "later");
    if (cancelled.has(blob) || isEnded()) return fail("cancelled", { field: "file" });
    before = part;
    tellProgress(parts, file, part);
    const bytes = rows.part(blob, part);
    if (bytes === null) return fail("damaged-database", { reason: "files" }, "after-act");
    asked = await unlocked.files.put(vault, { blob, size, part, bytes });
  }
  return asked.ok ? ok(true) : asked;
}

/** All parts: it is no longer on its way, however it ended. */
function tellProgress({ unlocked }: Parts, file: NamedFile, done: number): void {
  unlocked.emit("attachment.progress", { file: file.blob, way: "up", done, total: partsOf(file) });
}
