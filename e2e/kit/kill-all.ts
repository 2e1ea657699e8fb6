/** A power cut, as far as one can be made: the host and its core are gone at once. */
import type { Person } from "./browser.ts";
import { eventually } from "./eventually.ts";
import { processesBelow } from "./processes.ts";

/** Answers when none of them is left. */
export async function killAll({ host }: Person): Promise<void> {
  const root = host.process.pid as number;
  for (const { pid } of processesBelow(root)) process.kill(pid, "SIGKILL");
  await eventually(
    async () => processesBelow(root),
    (left) => left.length === 0,
    5000,
  );
}
