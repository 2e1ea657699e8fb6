/** Everybody makes their own personal vault, once, after they were let in. */
import { ok } from "../../../../shared/failures.ts";
import { createVault } from "../../vaults/vault-create.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

export const ownPersonalVault: BackgroundTask = {
  isDue: ({ log, profile }) =>
    ![...log.state().vaults.values()].some((vault) => vault.kind === "personal" && vault.createdBy === profile.user),
  async run(area) {
    const made = await createVault(area, "personal");
    return made.ok ? ok(true) : made;
  },
  delayMs: atOnce,
};
