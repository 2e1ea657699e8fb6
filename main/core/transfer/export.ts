/**
 * An encrypted archive of what a person may open [model: Archive]: who may make one, what would be in it, and making it, with progress
 * and cancel. Nothing of it is ever on the disk in the clear; what was begun and not finished is taken away.
 */
import type { CommandParsed, Handlers } from "../../../shared/contract/commands.ts";
import type { ExportDone, ExportPreview, ExportVault } from "../../../shared/contract/exports.ts";
import { type ArchiveSealer, sealArchive } from "../../../shared/crypto/archive.ts";
import type { EpochMs, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import { hasRoleEnded } from "../../../shared/protocol/team-log/state/rules.ts";
import type { SavedFile } from "../ports.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { ItemsArea } from "../vaults/items/items-area.ts";
import type { OverviewRow } from "../vaults/overviews/overview-index.ts";
import { putItem, rowsByVault } from "./archive/archive-sources.ts";
import { type ArchiveWriter, createArchiveWriter } from "./archive/write-archive.ts";

export type ExportArea = ItemsArea & { titleOf(vault: VaultId): Promise<string> };
/** What else is asked before anything is opened: others' words, the person's second factor. */
export type ExportGate = {
  mayGo(): Promise<Result<true>>;
  /** What deriving a key from the passphrase may cost here. */
  cost(): { ops: number; mem: number };
};

type Policy = Pick<OpenedProfile, "log" | "profile" | "rights">;

/** Whether the team's policy lets this person export, by the log as it is held now. */
export function mayExport({ log, profile, rights }: Policy): Result<true> {
  const state = log.state();
  const { exports } = state.policy;
  const member = state.users.get(profile.user);
  const isMember = member?.active === true && !hasRoleEnded(state, profile.user, rights.now());
  const isAllowed = isMember && (exports === "all" || (exports === "admins" && member.role === "admin"));
  return isAllowed ? ok(true) : fail("role", { field: "exports", reason: `exports-${exports}` }, "after-act");
}

type Running = { isCancelled: boolean };

/** Exports of an opened profile, one at a time. */
export function createExport(area: ExportArea) {
  let running: Running | null = null;
  const stop = () => {
    if (running !== null) running.isCancelled = true;
  };
  return {
    dispose: stop,
    handlers: {
      "export.preview": async () => {
        await area.ready;
        return ok(await previewOf(area));
      },
      "export.cancel": async () => {
        stop();
        return ok({});
      },
    } satisfies Partial<Handlers>,
    /** The account's passphrase was typed again. */
    async make(gate: ExportGate, asked: CommandParsed<"export.make">): Promise<Result<ExportDone>> {
      if (running !== null) return fail("busy", undefined, "later");
      const own = { isCancelled: false };
      running = own;
      try {
        return await makeArchive(area, gate, { asked, running: own });
      } finally {
        running = null;
      }
    },
  };
}

async function previewOf(area: ExportArea): Promise<ExportPreview> {
  const { log } = area.unlocked;
  return {
    policy: log.state().policy.exports,
    isAllowed: mayExport(area.unlocked).ok,
    vaults: (await vaultsOf(area, rowsByVault(area))).filter(({ items }) => items > 0),
  };
}

/** Personal first, then by title. */
async function vaultsOf(area: ExportArea, rows: ReadonlyMap<VaultId, readonly OverviewRow[]>): Promise<ExportVault[]> {
  const vaults: ExportVault[] = [];
  for (const [vault, { length }] of rows) {
    const kind = area.unlocked.log.state().vaults.get(vault)?.kind === "personal" ? "personal" : "shared";
    vaults.push({ vault, kind, title: kind === "personal" ? "" : await area.titleOf(vault), items: length });
  }
  return vaults.sort(
    (left, right) =>
      Number(right.kind === "personal") - Number(left.kind === "personal") || compareTitles(left.title, right.title),
  );
}

type Asked = { asked: CommandParsed<"export.make">; running: Running };

/**
 * `role`, `stale-view`, `step-up`, `offline`, `not-found`, `older-version` (there are other items than the person was shown), `limit`,
 * `cancelled`, `storage-full`.
 */
async function makeArchive(area: ExportArea, gate: ExportGate, { asked, running }: Asked): Promise<Result<ExportDone>> {
  await area.ready;
  const may = mayExport(area.unlocked);
  const gone = may.ok ? await gate.mayGo() : may;
  if (!gone.ok) return gone;
  const before = chosen(area, asked);
  if (!before.ok) return before;
  const day = new Date(area.unlocked.ports.clock.now()).toISOString().slice(0, 10);
  const begun = await area.unlocked.ports.downloads.begin(`latchkey-${day}.latchkey`);
  if (!begun.ok) return begun;
  let sealer: ArchiveSealer | null = null;
  let written: Result<Omit<ExportDone, "name" | "place">> | null = null;
  try {
    // Choosing a place takes its time: whether it may be opened is asked anew.
    const still = mayExport(area.unlocked);
    const rows = still.ok ? chosen(area, asked) : still;
    if (!rows.ok) return rows;
    sealer = sealArchive(asked.archivePassphrase, gate.cost());
    written = await writeAll(area, { rows: rows.value, sealer, file: begun.value, running });
  } finally {
    sealer?.wipe();
    if (written?.ok !== true) begun.value.discard();
  }
  if (!written.ok) return written;
  const place = begun.value.finish();
  return place.ok ? ok({ ...place.value, ...written.value }) : place;
}

type Rows = Map<VaultId, OverviewRow[]>;

/** The items of the chosen vaults: as many as the person was told. */
function chosen(area: ExportArea, { vaults, count: told }: CommandParsed<"export.make">): Result<Rows> {
  const all = rowsByVault(area);
  const rows: Rows = new Map();
  for (const vault of vaults) {
    const found = all.get(vault);
    if (found === undefined) return fail("not-found", { field: "vaults", vault });
    rows.set(vault, found);
  }
  const count = [...rows.values()].reduce((sum, { length }) => sum + length, 0);
  return count === told ? ok(rows) : fail("older-version", { field: "items", reason: "export", number: count });
}

type Writing = { rows: Rows; sealer: ArchiveSealer; file: SavedFile; running: Running };

async function writeAll(
  area: ExportArea,
  { rows, sealer, file, running }: Writing,
): Promise<Result<Omit<ExportDone, "name" | "place">>> {
  const writer = createArchiveWriter(file, sealer);
  const made = Math.max(0, Math.trunc(area.unlocked.ports.clock.now())) as EpochMs;
  const begun = writer.begin({ made, team: area.unlocked.profile.teamName });
  if (!begun.ok) return begun;
  const progress = createProgress(area, rows, running);
  for (const { vault, kind, title } of await vaultsOf(area, rows)) {
    const put = writer.vault({ vault, kind, title });
    const items = put.ok ? await putItems(area, writer, { rows: rows.get(vault as VaultId) ?? [], progress }) : put;
    if (!items.ok) return items;
  }
  const ended = writer.end();
  return ended.ok ? ok({ ...writer.counts, left: writer.left() }) : ended;
}

type Progress = ReturnType<typeof createProgress>;

async function putItems(
  area: ExportArea,
  writer: ArchiveWriter,
  { rows, progress }: { rows: readonly OverviewRow[]; progress: Progress },
): Promise<Result<true>> {
  for (const row of rows) {
    const going = await progress.next();
    const put = going.ok ? await putItem(area, writer, row) : going;
    if (!put.ok) return put;
  }
  return ok(true);
}

/** Calls in between (cancel, lock) are answered soon. */
const itemsAtOnce = 16;

function createProgress({ unlocked }: ExportArea, rows: Rows, running: Running) {
  const total = [...rows.values()].reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  return {
    /** Before each item: `cancelled`. */
    async next(): Promise<Result<true>> {
      if (done % itemsAtOnce === 0) {
        unlocked.emit("export.progress", { done, total });
        await new Promise<void>((resolve) => void unlocked.ports.timers.after(0, resolve));
      }
      done += 1;
      return running.isCancelled ? fail("cancelled", { number: done - 1 }, "after-act") : ok(true);
    },
  };
}
