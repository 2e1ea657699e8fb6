/** The move itself; for a new vault it is made first, then given to its people, and only then the items move into it. */
import type { ItemRow } from "../../../shared/contract/shapes.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { inParts } from "./remove-items.ts";

export type Target = { vault: string } | { title: string; people: string[] };

/** The new items, in the order of the rows. Failures: those of `vault.create`, `vault.setAccess` and `item.move`. */
export async function moveTo(rows: readonly ItemRow[], target: Target): Promise<Result<string[]>> {
  const vault = "vault" in target ? ok(target.vault) : await makeVault(target);
  if (!vault.ok) return vault;
  const made: string[] = [];
  const moved = await inParts(rows, async (items) => {
    const part = await call("item.move", { items, vault: vault.value });
    if (part.ok) made.push(...part.value.items);
    return part;
  });
  return moved.ok ? ok(made) : moved;
}

async function makeVault({ title, people }: { title: string; people: string[] }): Promise<Result<string>> {
  const made = await call("vault.create", { title });
  if (!made.ok) return made;
  const { vault } = made.value;
  for (const user of people) {
    const given = await call("vault.setAccess", { vault, user, permission: "use" });
    if (!given.ok) return given;
  }
  return ok(vault);
}
