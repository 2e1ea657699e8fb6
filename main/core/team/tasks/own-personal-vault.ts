/** Everybody makes their own personal vault, once, after they were let in. */
import { createPersonalVault } from "../../vaults/vault-create.ts";
import { atOnce, type BackgroundTask } from "./task.ts";

export const ownPersonalVault: BackgroundTask = {
  isDue: ({ log, profile }) =>
    ![...log.state().vaults.values()].some((vault) => vault.kind === "personal" && vault.createdBy === profile.user),
  run: createPersonalVault,
  delayMs: atOnce,
};
