/** Pushing right after a save, so that its answer can carry the version: bounded, because a person waits. */
import type { VaultId } from "../../../../shared/encoding/ids.ts";
import type { ItemsArea } from "./items-area.ts";

/** How long a save waits for the server before it answers with a draft; the push itself goes on. */
const waitMs = 5000;

/** Pushes the drafts of a vault if the server is there, and waits for it a while. The drafts are durable already. */
export async function pushSoon(area: ItemsArea, vault: VaultId): Promise<void> {
  const { unlocked } = area;
  if (!unlocked.isOnline()) {
    unlocked.events.tell("syncRequested", null);
    return;
  }
  let stop: () => void = () => undefined;
  const late = new Promise<void>((resolve) => {
    stop = unlocked.ports.timers.after(waitMs, resolve);
  });
  const pushed = area.flush(vault).then(async (result) => {
    if (!result.ok) unlocked.events.tell("syncRequested", null);
    // The list should show what the answer says.
    await area.overviews.settled();
  });
  await Promise.race([pushed, late]);
  stop();
}
