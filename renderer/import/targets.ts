/** Where the groups of a file go: which vault, a new one, or nowhere. Pure. */
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { ImportPreview } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { readersOf } from "../vaults/readers.ts";

export type Target = { vault: string } | { newVault: string } | null;
/** By the group's name. */
export type Targets = ReadonlyMap<string, Target>;

type Groups = ImportPreview["groups"];
const titleChars = 200;

/** What a vault for this group would be called: its own name, without those of the groups around it. */
export function vaultNameOf(group: string): string {
  const own = group.split("/").at(-1)?.trim() ?? "";
  return (own === "" ? words.import.newVaultName : own).slice(0, titleChars).toWellFormed();
}

/** The shared vault of this title that nobody else opens: whoever else has one, or a file's groups, may have been named to meet. */
function ownVaultCalled(title: string, vaults: readonly VaultShape[]): VaultShape | undefined {
  return vaults.find((vault) => vault.kind === "shared" && vault.title === title && readersOf(vault) < 2);
}

/** A vault of one's own called like the group; else the personal one. Where others read, nothing goes unless it is chosen. */
export function likelyTargets(groups: Groups, vaults: readonly VaultShape[]): Targets {
  const personal = vaults.find(({ kind }) => kind === "personal");
  return new Map(
    groups.map(({ name }): [string, Target] => {
      const vault = ownVaultCalled(vaultNameOf(name), vaults) ?? personal;
      return [name, vault === undefined ? null : { vault: vault.vault }];
    }),
  );
}

/**
 * A vault for each group: one's own that is called so, else a new one; groups of the same own name are told apart by their
 * whole path.
 */
export function vaultForEach(groups: Groups, vaults: readonly VaultShape[]): Targets {
  const counts = new Map<string, number>();
  for (const { name } of groups) counts.set(vaultNameOf(name), (counts.get(vaultNameOf(name)) ?? 0) + 1);
  return new Map(
    groups.map(({ name }): [string, Target] => {
      const own = vaultNameOf(name);
      const title = (counts.get(own) ?? 0) > 1 && name !== "" ? name.slice(-titleChars).toWellFormed() : own;
      const vault = ownVaultCalled(title, vaults);
      return [name, vault === undefined ? { newVault: title } : { vault: vault.vault }];
    }),
  );
}

/** As the command takes them. */
export function targetsInput(targets: Targets) {
  const input = [...targets].map(([group, target]) => [
    group,
    target !== null && "vault" in target ? target.vault : target,
  ]);
  return Object.fromEntries(input) as Extract<CommandInput<"import.apply">, { targets: unknown }>["targets"];
}
