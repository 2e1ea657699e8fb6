/** Locking by a key or a click: what was typed in the last second is kept first. The lock waits for nothing longer. */
import { call } from "./client.ts";

const atMostMs = 400;
const before = new Set<() => Promise<unknown>>();

/** Asks for `act` before the lock; the answer takes it back. */
export function beforeLock(act: () => Promise<unknown>): () => void {
  before.add(act);
  return () => before.delete(act);
}

/** Locks. */
export async function lockNow(): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, atMostMs));
  await Promise.race([Promise.allSettled([...before].map((act) => act())), late]);
  await call("account.lock", {});
}
