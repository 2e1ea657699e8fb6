/** Where codes that were read go, and taking them one after the other. */
import type { FoundCode } from "../../../shared/contract/codes.ts";
import type { VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import type { Failure } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";

/** By place: `item:` or `vault:` with its id, null where it is left out. */
export type Chosen = ReadonlyMap<number, string | null>;

const itemPrefix = "item:";
const vaultPrefix = "vault:";
export const toItem = (item: string): string => `${itemPrefix}${item}`;
export const toVault = (vault: string): string => `${vaultPrefix}${vault}`;

/**
 * The login that it belongs to beyond doubt, else a new one in the person's own vault. Left out where a login that it may belong to has
 * a code already: it may be that one, brought once more.
 */
export function firstChoice(found: FoundCode, vaults: readonly VaultShape[]): string | null {
  if (found.refused !== null) return null;
  return found.held.length > 0 && !found.isProposed ? null : likeliest(found, vaults);
}

/** Where it goes once a person says that it is taken. */
export function likeliest({ places, isProposed }: FoundCode, vaults: readonly VaultShape[]): string | null {
  const [place] = places;
  if (isProposed && place !== undefined) return toItem(place.item);
  const own = vaults.find(({ kind }) => kind === "personal") ?? vaults[0];
  return own === undefined ? null : toVault(own.vault);
}

/** What a new login is called. */
export const foundName = ({ issuer, account }: FoundCode): string =>
  (issuer ?? account ?? words.codes.adding.noName).slice(0, 200);

/** Stops at the first that fails. `typed`: the code of the only one, as another app shows it. */
export async function takeAll(
  reading: string,
  found: readonly FoundCode[],
  choiceOf: (at: number) => string | null,
  typed?: string,
): Promise<{ taken: number; failure: Failure | null }> {
  let taken = 0;
  for (const one of found) {
    const to = choiceOf(one.at) ?? "";
    const into = to.startsWith(itemPrefix)
      ? { item: to.slice(itemPrefix.length) }
      : { vault: to.slice(vaultPrefix.length), title: foundName(one) };
    const answer = await call("code.take", { reading, at: one.at, into, ...(typed === undefined ? {} : { typed }) });
    if (!answer.ok) return { taken, failure: answer.failure };
    taken += 1;
  }
  return { taken, failure: null };
}
