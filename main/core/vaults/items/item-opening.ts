/**
 * Opens versions of items, for the place where each is expected [protocol: Envelope] [protocol: Vault chain]. What the verified chain names and yet
 * does not open or parse is a damaged version of its author; what we have no key or no bytes for yet just waits.
 */
import { openItemOverview, openItemSecret } from "../../../../shared/crypto/item-envelopes.ts";
import type { Failure, Result } from "../../../../shared/failures.ts";
import {
  type ItemBody,
  itemSchema,
  type Overview,
  parseOverview,
  parseSecret,
} from "../../../../shared/model/items.ts";
import type { ItemVersion } from "../../store/item-rows.ts";
import type { OpenedProfile } from "../../sync/team-view.ts";

/** `newer`: made by a newer Latchkey, kept and never opened. */
export type Opened<T> =
  | { state: "good"; value: T }
  | { state: "waiting" }
  | { state: "newer" }
  | { state: "damaged"; failure: Failure };

type Part = "overview" | "secret";

/** The plain bytes of one envelope of a version; `sealed` null means that its bytes are not here. */
export function openPart(
  unlocked: OpenedProfile,
  version: ItemVersion,
  part: Part,
  sealed: Uint8Array | null,
): Opened<Uint8Array> {
  const reference = version[part];
  if (version.schema > itemSchema) return { state: "newer" };
  const key = unlocked.keyring.key(version.vault, version.epoch);
  if (sealed === null || key === null || reference === null) return { state: "waiting" };
  if (sealed.length !== reference.size) return damaged({ code: "manifest", retry: "never" });
  const { vault, epoch, item, author, schema } = version;
  const context = { team: unlocked.profile.team, vault, epoch, item, version: version.version, author, schema };
  const plain = (part === "overview" ? openItemOverview : openItemSecret)(key, context, sealed);
  return plain.ok ? { state: "good", value: plain.value } : damaged(plain.failure);
}

/** The overview of a version from its envelope. */
export function openOverview(
  unlocked: OpenedProfile,
  version: ItemVersion,
  sealed: Uint8Array | null,
): Opened<Overview> {
  const plain = openPart(unlocked, version, "overview", sealed);
  return plain.state === "good" ? parsed(parseOverview(plain.value)) : plain;
}

/** Both parts of a version, fetched where they are not here. The caller wipes the secret. Fails only as fetching does. */
export async function openBody(unlocked: OpenedProfile, version: ItemVersion): Promise<Result<Opened<ItemBody>>> {
  const { overview, secret } = version;
  if (overview === null || secret === null) return { ok: true, value: { state: "waiting" } };
  const sealed = await unlocked.vaults.envelopes(version.vault, [overview.hash, secret.hash]);
  if (!sealed.ok) return sealed;
  return { ok: true, value: openBoth(unlocked, version, sealed.value) };
}

function openBoth(unlocked: OpenedProfile, version: ItemVersion, sealed: (Uint8Array | null)[]): Opened<ItemBody> {
  const overview = openOverview(unlocked, version, sealed[0] ?? null);
  if (overview.state !== "good") return overview;
  const plain = openPart(unlocked, version, "secret", sealed[1] ?? null);
  if (plain.state !== "good") return plain;
  const secret = parsed(parseSecret(overview.value.kind, plain.value));
  plain.value.fill(0);
  if (secret.state !== "good") return secret;
  return { state: "good", value: { overview: overview.value, secret: secret.value } };
}

function parsed<T>(result: Result<T>): Opened<T> {
  return result.ok ? { state: "good", value: result.value } : damaged(result.failure);
}

function damaged(failure: Failure): { state: "damaged"; failure: Failure } {
  return { state: "damaged", failure };
}
