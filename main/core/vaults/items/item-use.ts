/**
 * Using an item: look, reveal, copy, code, website. A secret is opened for one act and wiped after it; copying goes
 * through the clipboard port and never through a page.
 */
import type { CommandOutput } from "../../../../shared/contract/commands.ts";
import type { CodeShape, ItemDetail } from "../../../../shared/contract/shapes.ts";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../../shared/failures.ts";
import { itemLink } from "../../../../shared/model/item-links.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import type { ItemBody } from "../../../../shared/model/items.ts";
import { websiteAddress } from "../../../../shared/model/websites.ts";
import { codeAt } from "../../secondfactor/code.ts";
import { itemRowOf } from "../overviews/overview-index.ts";
import { maySee } from "./asked-again.ts";
import { codesOfItem } from "./codes-of-logins.ts";
import { vaultOfDeleted, viewAny } from "./deleted-view.ts";
import { conflictsOf, fieldText, filesOf, importedOf, secretFieldsOf } from "./item-fields.ts";
import { mayWrite } from "./item-save.ts";
import type { ItemsArea } from "./items-area.ts";
import { sentBody, unsentFieldsOf } from "./sent-body.ts";
import { trashRow } from "./trash.ts";
import { noteCopied, noteShown, withUses } from "./used-values.ts";
import { versionBody } from "./version-body.ts";
import { versionShapes } from "./version-changes.ts";

/** How long copied text may stay on the clipboard. */
export const clearsInMs = 30_000;

/** Everything of an item that may be shown without revealing. */
export async function getItem(area: ItemsArea, item: ItemId): Promise<Result<ItemDetail>> {
  const vault = vaultOf(area, item);
  // What this disk lost of the history and nobody gives now is left out; the item itself is shown.
  const known = vault === null ? ok([]) : await area.unlocked.history.versions(vault, item);
  const deleted =
    vault === null || area.overviews.index.get(item) !== undefined ? null : await trashRow(area, vault, item);
  const sent = vault === null ? null : await sentBody(area, vault, item);
  const detail = await withBody<ItemDetail>(area, item, (body) => {
    const row = area.overviews.index.get(item);
    const shown = row === undefined ? deleted : itemRowOf({ ...row, overview: body.overview });
    if (shown === null || vault === null) return fail("not-found", { field: "item" });
    const versions = known.ok ? known.value : area.unlocked.history.held(vault, item);
    return ok({
      ...shown,
      expires: body.overview.expires,
      fields: secretFieldsOf(body),
      attachments: filesOf(body),
      history: versionShapes(area.unlocked, versions, area.versionMemory),
      imported: importedOf(body),
      conflictList: withUses(area, item, { body, list: conflictsOf(body, sent) }),
      unsentFields: unsentFieldsOf(area, item, body),
      passwordChangedAt: body.secret.passwordChangedAt,
      tool: body.overview.tool,
      sharedLogin: body.overview.sharedLogin,
      askAgain: body.overview.askAgain,
      editable: row !== undefined && mayWrite(area, row.vault).ok,
      sources: body.overview.sources,
      ...codesOfItem(area, item, body),
    });
  });
  if (sent !== null) wipeSecret(sent.secret);
  return detail;
}

type Copied = { item: ItemId; field: string; version: number | null };

/** One value. With `version`, as that version of the chain had it. `isShown`: a person looks at it. */
export async function revealField(
  area: ItemsArea,
  input: Copied & { isShown: boolean },
): Promise<Result<{ value: string }>> {
  const { item, field } = input;
  const asksNow = input.version !== null && (await asksAgain(area, item));
  const text = (body: ItemBody): Result<{ value: string }> => {
    // By what the item says now, whatever an older version said, and the other way round.
    const may = maySee(area.asked, { item, field, askAgain: asksNow || body.overview.askAgain });
    if (!may.ok) return may;
    const value = fieldText(body, field);
    if (value.ok && input.isShown) noteShown(area, body, { item, field, value: value.value });
    return value.ok ? ok({ value: value.value }) : value;
  };
  if (input.version === null) return withBody(area, item, text);
  const vault = vaultOf(area, item);
  if (vault === null) return fail("not-found", { field: "item" });
  const opened = await versionBody(area, { vault, item, version: input.version });
  if (!opened.ok) return opened;
  const result = text(opened.value);
  wipeSecret(opened.value.secret);
  return result;
}

/** A link holds no secret: it may be pasted later than a password. */
const linkClearsInMs = 600_000;

/** Copies one value, the one-time code of this moment, or a link; cleared after `clearsInMs` if it is still ours. */
export async function copyField(area: ItemsArea, input: Copied): Promise<Result<CommandOutput<"item.copyField">>> {
  if (!area.unlocked.ports.clipboard.available()) return fail("clipboard-unavailable", undefined, "after-act");
  const text = await copiedText(area, input);
  if (!text.ok) return text;
  const copied = await area.copies.write(text.value.value, input.field === "link" ? linkClearsInMs : clearsInMs);
  if (copied.ok) noteCopied(area, { item: input.item, field: input.field, value: text.value.value });
  const row = area.overviews.index.get(input.item);
  const of = { title: row?.overview.title ?? "", hasCode: row?.overview.hasTotp === true };
  return copied.ok ? ok({ ...copied.value, ...of }) : copied;
}

async function copiedText(area: ItemsArea, input: Copied): Promise<Result<{ value: string }>> {
  if (input.field === "code") return codeText(area, input.item);
  if (input.field !== "link") return revealField(area, { ...input, isShown: false });
  return area.overviews.index.get(input.item) === undefined
    ? fail("not-found", { field: "item" })
    : ok({ value: itemLink(input.item) });
}

async function codeText(area: ItemsArea, item: ItemId): Promise<Result<{ value: string }>> {
  const code = await itemCode(area, item);
  return code.ok ? ok({ value: code.value.code }) : code;
}

/** The one-time code of this moment and the next. Fails `not-found` where the item has no seed. */
export function itemCode(area: ItemsArea, item: ItemId): Promise<Result<CodeShape>> {
  // In Trash it is kept, and runs no more.
  if (area.overviews.index.get(item) === undefined) return Promise.resolve(fail("not-found", { field: "item" }));
  return withBody(area, item, ({ overview: { askAgain }, secret }) => {
    const may = maySee(area.asked, { item, field: "totp", askAgain });
    if (!may.ok) return may;
    return secret.totp === null
      ? fail("not-found", { field: "totp" })
      : ok(codeAt(secret.totp, area.unlocked.ports.clock.now()));
  });
}

/** Opens one of the item's own websites in the default browser. Fails `invalid-input` for anything but http and https. */
export async function openItemWebsite(
  area: ItemsArea,
  input: { item: ItemId; index: number },
): Promise<Result<{ host: string }>> {
  const row = area.overviews.index.get(input.item);
  const url = row?.overview.urls[input.index];
  if (url === undefined) return fail("not-found", { field: "url" });
  const website = websiteAddress(url.url);
  if (!website.ok) return website;
  const opened = await area.unlocked.ports.shell.openWebsite(website.value.address);
  return opened.ok ? ok({ host: website.value.host }) : opened;
}

/** Whether the item asks for the passphrase now, also in Trash; where it does not open, its list says. */
async function asksAgain(area: ItemsArea, item: ItemId): Promise<boolean> {
  const asks = await withBody(area, item, ({ overview }) => ok(overview.askAgain));
  return asks.ok ? asks.value : area.overviews.index.get(item)?.overview.askAgain === true;
}

/** Where it lies, also in Trash; null where it is nowhere. */
function vaultOf(area: ItemsArea, item: ItemId): VaultId | null {
  return area.overviews.index.get(item)?.vault ?? vaultOfDeleted(area, item);
}

/** Opens an item, also one in Trash, for one act and wipes it. */
async function withBody<T>(area: ItemsArea, item: ItemId, act: (body: ItemBody) => Result<T>): Promise<Result<T>> {
  const view = await viewAny(area, item);
  if (!view.ok) return view;
  const result = act(view.value.body);
  wipeSecret(view.value.body.secret);
  return result;
}
