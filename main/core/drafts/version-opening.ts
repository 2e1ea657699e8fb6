/**
 * Opens one envelope of a version, for the place where it is expected [protocol: Envelope] [protocol: Vault chain]. What
 * the verified chain names and yet does not open is a damaged version of its author; what we have no key or no bytes for
 * yet just waits.
 */
import { openItemOverview, openItemSecret } from "../../../shared/crypto/item-envelopes.ts";
import type { Failure, Result } from "../../../shared/failures.ts";
import { itemSchema } from "../../../shared/model/items.ts";
import type { ItemVersion } from "../store/item-rows.ts";
import type { OpenedProfile } from "../sync/team-view.ts";

/** `newer`: made by a newer Latchkey, kept and never opened. */
export type Opened<T> =
  | { state: "good"; value: T }
  | { state: "waiting" }
  | { state: "newer" }
  | { state: "damaged"; failure: Failure };

/** The plain bytes of one envelope of a version; `sealed` null means that its bytes are not here. */
export function openPart(
  unlocked: Pick<OpenedProfile, "keyring" | "profile">,
  version: ItemVersion,
  part: "overview" | "secret",
  sealed: Uint8Array | null,
): Opened<Uint8Array> {
  const reference = version[part];
  if (version.schema > itemSchema) return { state: "newer" };
  const key = unlocked.keyring.key(version.vault, version.epoch);
  if (sealed === null || key === null || reference === null) return { state: "waiting" };
  if (sealed.length !== reference.size) return { state: "damaged", failure: { code: "manifest", retry: "never" } };
  const { vault, epoch, item, author, schema } = version;
  const context = { team: unlocked.profile.team, vault, epoch, item, version: version.version, author, schema };
  return parsed((part === "overview" ? openItemOverview : openItemSecret)(key, context, sealed));
}

/** What was read, or the damage. */
export function parsed<T>(result: Result<T>): Opened<T> {
  return result.ok ? { state: "good", value: result.value } : { state: "damaged", failure: result.failure };
}
