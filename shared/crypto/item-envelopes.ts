/** The two envelopes of an item version, each bound to its purpose and to the whole place it belongs to [protocol: Vault chain]. */

import { idBytes } from "../encoding/id-bytes.ts";
import type { DeviceId, ItemId, TeamId, UserId, VaultId } from "../encoding/ids.ts";
import type { Result } from "../failures.ts";
import { type EnvelopeContext, open, seal } from "./envelope.ts";

export type ItemContext = {
  team: TeamId;
  vault: VaultId;
  epoch: number;
  item: ItemId;
  version: number;
  author: { user: UserId; device: DeviceId };
  schema: number;
};

function context(purpose: "overview" | "secret", of: ItemContext): EnvelopeContext {
  return {
    purpose,
    team: idBytes(of.team),
    vault: idBytes(of.vault),
    epoch: of.epoch,
    item: idBytes(of.item),
    version: of.version,
    author: { user: idBytes(of.author.user), device: idBytes(of.author.device) },
    schema: of.schema,
  };
}

/** Seals an item's overview: what is opened at unlock and indexed. */
export function sealItemOverview(vaultKey: Uint8Array, of: ItemContext, overview: Uint8Array): Uint8Array {
  return seal(vaultKey, context("overview", of), overview);
}

/** Opens an overview for the place where it is expected. */
export function openItemOverview(vaultKey: Uint8Array, expected: ItemContext, bytes: Uint8Array): Result<Uint8Array> {
  return open(vaultKey, context("overview", expected), bytes);
}

/** Seals an item's secret: what is opened one at a time, on use. */
export function sealItemSecret(vaultKey: Uint8Array, of: ItemContext, secret: Uint8Array): Uint8Array {
  return seal(vaultKey, context("secret", of), secret);
}

/** Opens a secret for the place where it is expected; the caller wipes it. */
export function openItemSecret(vaultKey: Uint8Array, expected: ItemContext, bytes: Uint8Array): Result<Uint8Array> {
  return open(vaultKey, context("secret", expected), bytes);
}
