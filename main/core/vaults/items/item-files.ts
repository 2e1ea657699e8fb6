/**
 * Files of an item [protocol: Attachments]: added piece by piece, saved where people look for them, removed. A file that is
 * being added is sealed as it comes; its key is in memory until the item's draft holds it.
 */
import type { CommandOutput, CommandParsed, Handlers } from "../../../../shared/contract/commands.ts";
import type { BlobId, EpochMs, ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { limits } from "../../../../shared/encoding/limits.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { safeFileName } from "../../../../shared/model/file-names.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { maySee } from "./asked-again.ts";
import { viewAny } from "./deleted-view.ts";
import { encodeBody } from "./item-bytes.ts";
import { mayWrite } from "./item-save.ts";
import { olderShown, shownVersion, viewItem } from "./item-view.ts";
import type { ItemsArea, ItemsCore } from "./items-area.ts";
import { versionBody } from "./version-body.ts";

/** More than a person drops at once; each holds a block in memory. */
const addingMost = 50;

/** The commands about files; those that name an item wait a little for the list. */
export function attachmentHandlers(area: ItemsArea, loaded: () => Promise<void>) {
  return {
    "attachment.begin": async (input) => {
      await loaded();
      return beginFile(area, input);
    },
    "attachment.write": async (input) => takePiece(area, input),
    "attachment.add": async ({ file }) => addFile(area, file),
    "attachment.space": async () => ok({ left: await area.files.spaceLeft() }),
    "attachment.cancel": async ({ file }) => {
      area.adding.get(file)?.writer.drop();
      area.adding.delete(file);
      area.files.cancel(file);
      return ok({});
    },
    "attachment.save": async (of) => {
      await loaded();
      return saveFile(area, of);
    },
    "attachment.remove": async ({ item, file }) => {
      await loaded();
      // On its way to the server it stops: nobody needs it there.
      area.files.cancel(file);
      return changeFiles(area, item, (files) => files.filter(({ blob }) => blob !== file));
    },
  } satisfies Partial<Handlers>;
}

/** `not-found`, `role`, `limit`, `invalid-input` (a name that is half a character). */
async function beginFile(
  area: ItemsArea,
  { item, name, size }: CommandParsed<"attachment.begin">,
): Promise<Result<{ file: BlobId }>> {
  const row = area.overviews.index.get(item);
  if (row === undefined) return fail("not-found", { field: "item" });
  const allowed = mayWrite(area, row.vault);
  if (!allowed.ok) return allowed;
  if (!name.isWellFormed()) return fail("invalid-input", { field: "name", reason: "text" }, "after-act");
  if (size > limits.attachmentBytes)
    return fail("limit", { field: "file", number: limits.attachmentBytes, reason: "attachment" }, "after-act");
  const own = [...area.adding.values()].filter((one) => one.item === item).length;
  if (row.overview.attachmentCount + own >= limits.attachmentsPerItem || area.adding.size >= addingMost)
    return fail(
      "limit",
      { field: "attachments", number: limits.attachmentsPerItem, reason: "attachments" },
      "after-act",
    );
  const { blob, writer } = area.files.begin({ vault: row.vault, item }, size);
  area.adding.set(blob, { item, vault: row.vault, name, size, received: 0, writer });
  return ok({ file: blob });
}

/**
 * `not-found` where nothing was begun; `invalid-input` where it is not what comes next; `storage-full`, and then nothing of it is
 * left. The caller's bytes are wiped.
 */
function takePiece(
  { adding }: ItemsArea,
  { file, from, bytes }: CommandParsed<"attachment.write">,
): Result<{ received: number }> {
  const added = adding.get(file);
  if (added === undefined) return fail("not-found", { field: "file" });
  if (from !== added.received || from + bytes.length > added.size)
    return fail("invalid-input", { field: "from", number: added.received }, "after-act");
  const written = added.writer.push(bytes);
  bytes.fill(0);
  if (!written.ok) {
    adding.delete(file);
    return written;
  }
  added.received += bytes.length;
  return ok({ received: added.received });
}

/** `not-found`, `invalid-input` where something is missing, and those of saving the item; it can then be asked for again. */
async function addFile(area: ItemsArea, file: BlobId): Promise<Result<Record<string, never>>> {
  const added = area.adding.get(file);
  if (added === undefined) return fail("not-found", { field: "file" });
  const { item, vault, name, size, received, writer } = added;
  if (received !== size) return fail("invalid-input", { field: "from", number: received }, "after-act");
  // Whoever moved the item meanwhile moved it without this file.
  if (area.overviews.index.get(item)?.vault !== vault) return fail("not-found", { field: "item" });
  area.adding.delete(file);
  const sealed = writer.end();
  if (!sealed.ok) return sealed;
  let saved: Result<Record<string, never>> | null = null;
  try {
    saved = await changeFiles(area, item, (files) => [...files, { ...sealed.value, name }]);
    return saved;
  } finally {
    if (saved?.ok !== true) writer.drop();
    else sealed.value.key.fill(0);
  }
}

type Change = (files: readonly Attachment[]) => Attachment[];

/** One draft in which the item has other files; durable before it is answered, then pushed. */
async function changeFiles(area: ItemsArea, item: ItemId, change: Change): Promise<Result<Record<string, never>>> {
  const view = await viewItem(area, item);
  if (!view.ok) return view;
  const { vault, body } = view.value;
  const allowed = [mayWrite(area, vault), olderShown(area, item)].find((one) => !one.ok) ?? ok(true);
  const attachments = change(body.secret.attachments);
  const isMore = attachments.length > body.secret.attachments.length;
  const wanted = { overview: body.overview, secret: { ...body.secret, attachments } };
  const fits = allowed.ok ? encodeBody(wanted) : allowed;
  if (fits.ok) {
    fits.value.secret.fill(0);
    const at = area.unlocked.ports.clock.now() as EpochMs;
    const baseVersion = shownVersion(area, vault, item);
    if (attachments.length !== body.secret.attachments.length)
      area.itemDrafts.add([{ vault, item, baseVersion, body: { at, base: body, wanted } }]);
    area.refresh(vault, [item]);
  }
  wipeSecret(body.secret);
  if (!fits.ok) return fits;
  await area.outbox.pushSoon(vault, { withFiles: isMore });
  return ok({});
}

/**
 * The person says where, where the host can ask; then it is fetched, checked and opened whole, and written there. `not-found`,
 * `ask-again`, `offline`, `manifest`, `aead`, `cancelled`, `storage-full`; nothing of it is left then.
 */
async function saveFile(
  area: ItemsArea,
  of: CommandParsed<"attachment.save">,
): Promise<Result<CommandOutput<"attachment.save">>> {
  const { item } = of;
  const named = await withFile(area, of, async ({ attachment, askAgain }) => {
    const may = maySee(area.asked, { item, field: "attachments", askAgain });
    return may.ok ? ok(attachment.name) : may;
  });
  if (!named.ok) return named;
  const begun = await area.unlocked.ports.downloads.begin(safeFileName(named.value));
  if (!begun.ok) return begun;
  let read: Result<true> | null = null;
  try {
    // Choosing a place takes its time: whether it may be opened is asked anew.
    read = await withFile(area, of, ({ vault, attachment }) =>
      area.files.read({ vault, item }, attachment, async (bytes) => begun.value.write(bytes)),
    );
  } finally {
    if (read?.ok !== true) begun.value.discard();
  }
  return read.ok ? begun.value.finish() : read;
}

type OpenedFile = { vault: VaultId; attachment: Attachment; askAgain: boolean };

/**
 * Opens the item, or the named version of it, for one act with one of its files, and wipes it. `not-found`, and what a vault that is
 * closed fails with.
 */
async function withFile<T>(
  area: ItemsArea,
  { item, file, version }: CommandParsed<"attachment.save">,
  act: (opened: OpenedFile) => Promise<Result<T>>,
): Promise<Result<T>> {
  const view = await viewAny(area, item);
  if (!view.ok) return view;
  const { vault, body: now } = view.value;
  // An unsent change of an item whose access ended is still shown; its files are not.
  const open = area.unlocked.rights.checkOpen(vault);
  const then = open.ok && version !== undefined ? await versionBody(area, { vault, item, version }) : ok(now);
  try {
    if (!open.ok) return open;
    if (!then.ok) return then;
    const attachment = then.value.secret.attachments.find(({ blob }) => blob === file);
    if (attachment === undefined) return fail("not-found", { field: "file" });
    // By what the item says now, whatever an older version said, and the other way round.
    const askAgain = [now, then.value].some(({ overview }) => overview.askAgain);
    return await act({ vault, attachment, askAgain });
  } finally {
    wipeSecret(now.secret);
    if (then.ok) wipeSecret(then.value.secret);
  }
}

/** The files that drafts of this computer name; null where one of them does not open, and nothing is known. */
export function filesInDrafts({ drafts, itemDrafts }: ItemsCore): ReadonlySet<BlobId> | null {
  const named = new Set<BlobId>();
  for (const item of drafts.items())
    for (const draft of drafts.ofItem(item)) {
      const opened = itemDrafts.open(draft);
      if (!opened.ok) return null;
      if (opened.value === null) continue;
      for (const part of [opened.value.base, opened.value.wanted]) {
        for (const { blob } of part?.secret.attachments ?? []) named.add(blob);
        if (part !== null) wipeSecret(part.secret);
      }
    }
  return named;
}

/**
 * The files of an item sealed anew for another one: `offline` where one of them is nowhere here, `storage-full`. None is left
 * where one fails. The caller wipes them.
 */
export async function carryFiles(
  area: Pick<ItemsArea, "files">,
  attachments: readonly Attachment[],
  { from, to }: { from: { vault: VaultId; item: ItemId }; to: { vault: VaultId; item: ItemId } },
): Promise<Result<Attachment[]>> {
  const carried: Attachment[] = [];
  for (const attachment of attachments) {
    const file = await area.files.carry(from, to, attachment);
    if (!file.ok) {
      dropCarried(area, carried);
      return file;
    }
    carried.push({ ...file.value, name: attachment.name });
  }
  return ok(carried);
}

/** Takes away files that were carried for an act that did not come about. */
export function dropCarried({ files }: Pick<ItemsArea, "files">, carried: readonly Attachment[]): void {
  for (const { key } of carried) key.fill(0);
  if (carried.length > 0) files.drop(carried.map(({ blob }) => blob));
}
