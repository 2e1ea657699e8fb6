/** Opens versions of items: overviews for the list, both bodies for one act [protocol: Vault chain]. */
import type { Result } from "../../../../shared/failures.ts";
import { type ItemBody, type Overview, parseOverview, parseSecret } from "../../../../shared/model/items.ts";
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

/** Both parts of a version, fetched where they are not here. The caller wipes the secret. Fails only as fetching does. */
export async function openBody(
  unlocked: Keys & Pick<OpenedProfile, "vaults">,
  version: ItemVersion,
): Promise<Result<Opened<ItemBody>>> {
  const { overview, secret } = version;
  if (overview === null || secret === null) return { ok: true, value: { state: "waiting" } };
  const sealed = await unlocked.vaults.envelopes(version.vault, [overview.hash, secret.hash]);
  if (!sealed.ok) return sealed;
  return { ok: true, value: openBoth(unlocked, version, sealed.value) };
}

/** The same from what lies on this computer alone. */
export function openHeldBody(unlocked: Keys & Pick<OpenedProfile, "db">, version: ItemVersion): Opened<ItemBody> {
  const { overview, secret } = version;
  if (overview === null || secret === null) return { state: "waiting" };
  return openBoth(
    unlocked,
    version,
    [overview, secret].map(({ hash }) => findEnvelope(unlocked.db, hash)),
  );
}

function openBoth(unlocked: Keys, version: ItemVersion, sealed: (Uint8Array | null)[]): Opened<ItemBody> {
  const overview = openOverview(unlocked, version, sealed[0] ?? null);
  if (overview.state !== "good") return overview;
  const plain = openPart(unlocked, version, "secret", sealed[1] ?? null);
  if (plain.state !== "good") return plain;
  const secret = parsed(parseSecret(overview.value.kind, plain.value));
  plain.value.fill(0);
  if (secret.state !== "good") return secret;
  return { state: "good", value: { overview: overview.value, secret: secret.value } };
}
