/** Opens versions of items: overviews for the list, both bodies for one act [protocol: Vault chain]. */
import { sealedSize } from "../../../../shared/crypto/attachment-blocks.ts";
import type { Result } from "../../../../shared/failures.ts";
import type { Attachment } from "../../../../shared/model/item-parts.ts";
import { wipeSecret } from "../../../../shared/model/item-values.ts";
import { type ItemBody, type Overview, parseOverview, parseSecret } from "../../../../shared/model/items.ts";
import type { Change } from "../../../../shared/protocol/vault-chain/commit.ts";
import { type Opened, openPart, parsed } from "../../drafts/version-opening.ts";
import { findEnvelope } from "../../local/named-bytes.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";

type Keys = Pick<OpenedProfile, "keyring" | "profile">;

/** The overview of a version from its envelope. */
export function openOverview(unlocked: Keys, version: ItemVersion, sealed: Uint8Array | null): Opened<Overview> {
  const plain = openPart(unlocked, version, "overview", sealed);
  return plain.state === "good" ? parsed(parseOverview(plain.value)) : plain;
}

/** The title of the newest of these versions, newest first, that opens with what is here; null: none does. */
export function newestTitle(
  unlocked: Keys & Pick<OpenedProfile, "db">,
  versions: readonly ItemVersion[],
): string | null {
  for (const version of versions) {
    const sealed = version.overview === null ? null : findEnvelope(unlocked.db, version.overview.hash);
    const opened = openOverview(unlocked, version, sealed);
    if (opened.state === "good") return opened.value.title;
  }
  return null;
}

type History = Pick<OpenedProfile, "history">;

/** Both parts of a version, fetched where they are not here. The caller wipes the secret. Fails as fetching does, or `access-ended`. */
export async function openBody(
  unlocked: Keys & History & Pick<OpenedProfile, "vaults" | "rights">,
  version: ItemVersion,
): Promise<Result<Opened<ItemBody>>> {
  const { overview, secret } = version;
  const isOpen = unlocked.rights.checkOpen(version.vault);
  if (!isOpen.ok) return isOpen;
  if (overview === null || secret === null) return { ok: true, value: { state: "waiting" } };
  const sealed = await unlocked.vaults.envelopes(version.vault, [overview.hash, secret.hash]);
  if (!sealed.ok) return sealed;
  // What this disk lost of the commit comes back with the item's other versions; where it does not, the next lines say so.
  if (unlocked.history.filesOf(version) === null) await unlocked.history.versions(version.vault, version.item);
  return { ok: true, value: openBoth(unlocked, version, sealed.value) };
}

/** The same from what lies on this computer alone. */
export function openHeldBody(
  unlocked: Keys & History & Pick<OpenedProfile, "db">,
  version: ItemVersion,
): Opened<ItemBody> {
  const { overview, secret } = version;
  if (overview === null || secret === null) return { state: "waiting" };
  return openBoth(
    unlocked,
    version,
    [overview, secret].map(({ hash }) => findEnvelope(unlocked.db, hash)),
  );
}

function openBoth(unlocked: Keys & History, version: ItemVersion, sealed: (Uint8Array | null)[]): Opened<ItemBody> {
  const overview = openOverview(unlocked, version, sealed[0] ?? null);
  if (overview.state !== "good") return overview;
  const plain = openPart(unlocked, version, "secret", sealed[1] ?? null);
  if (plain.state !== "good") return plain;
  const secret = parsed(parseSecret(overview.value.kind, plain.value));
  plain.value.fill(0);
  if (secret.state !== "good") return secret;
  const files = matchFiles(unlocked.history.filesOf(version), secret.value.attachments);
  if (files.state !== "good") {
    wipeSecret(secret.value);
    return files;
  }
  return { state: "good", value: { overview: overview.value, secret: secret.value } };
}

/**
 * The commit says to the server which files a version has, its secret says it to people: where the two differ, the server would
 * keep files for nobody, or lack those that people are shown. Such a version is its author's damage [protocol: Attachments].
 */
function matchFiles(named: Change["blobs"] | null, attachments: readonly Attachment[]): Opened<true> {
  // Nothing is shown that would need it.
  if (named === null) return attachments.length === 0 ? { state: "good", value: true } : { state: "waiting" };
  const hashes = new Map(named.map(({ blob, size, hash }) => [blob, `${size} ${hash}`]));
  const isSame =
    named.length === attachments.length &&
    attachments.every(({ blob, size, hash }) => hashes.get(blob) === `${sealedSize(size)} ${hash}`);
  return isSame
    ? { state: "good", value: true }
    : { state: "damaged", failure: { code: "manifest", retry: "never", detail: { reason: "files" } } };
}
