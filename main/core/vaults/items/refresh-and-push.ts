/** After drafts of several items were written: the list shows them, and each vault is pushed once. */
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import type { ItemsArea } from "./items-area.ts";

/** In the order of the places' vaults; waits a little for the server, as a person does. */
export async function refreshAndPush(
  area: ItemsArea,
  places: readonly { vault: VaultId; item: ItemId }[],
): Promise<void> {
  const byVault = Map.groupBy(places, ({ vault }) => vault);
  for (const [vault, of] of byVault)
    area.refresh(
      vault,
      of.map(({ item }) => item),
    );
  for (const vault of byVault.keys()) await area.outbox.pushSoon(vault);
}
