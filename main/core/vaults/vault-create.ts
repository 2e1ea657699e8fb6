/** Making a vault: the entry with its key for exactly the entitled computers, and its title inside the vault. */
import type { CommandOutput, CommandParsed } from "../../../shared/contract/commands.ts";
import { newId } from "../../../shared/crypto/random.ts";
import type { ItemId, VaultId } from "../../../shared/encoding/ids.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { encodeRecord, type RecordBody } from "../../../shared/model/records/records.ts";
import { act, type LogWriter } from "../log/act.ts";
import type { BegunActs, Making } from "../log/begun-acts.ts";
import { done } from "../log/done.ts";
import { putRecord } from "../records/records.ts";
import type { VaultActs } from "./vault-acts.ts";

/** Makes this person's own vault, once. Failures: `offline`. */
export function createPersonalVault(acts: LogWriter): Promise<Result<true>> {
  return act(acts, { type: "vault-create", vault: newId<VaultId>(), kind: "personal" });
}

/** `vault.create`: the vault, and its title in it, which is durable here before the vault is posted. Failures: `role` (policy), `limit`, `offline`. */
export function createTitledVault(
  acts: VaultActs,
  input: CommandParsed<"vault.create">,
): Promise<Result<CommandOutput<"vault.create">>> {
  return createVault(acts, input);
}

function createVault(
  acts: VaultActs,
  input: { title: string; vault?: VaultId },
): Promise<Result<CommandOutput<"vault.create">>> {
  const asked = { command: "vault.create" as const, input };
  return beginVault(acts, { asked, ...input }, async (vault) => ok({ ...done(), vault }));
}

type Begun = {
  asked: Parameters<BegunActs["run"]>[0];
  title: string;
  vault?: VaultId;
};

/**
 * Makes a titled vault, then does `next` with it as part of the same act: asked for again before all of it was answered, the act
 * goes on with the same vault.
 */
export function beginVault<T>(
  acts: VaultActs,
  { asked, title, vault: known }: Begun,
  next: (vault: VaultId) => Promise<Result<T>>,
): Promise<Result<T>> {
  return acts.begun.run(
    asked,
    () => titledVault(title, known),
    async (making, begin) => {
      const vault = making.id as VaultId;
      const made = await act(acts, { type: "vault-create", vault, kind: "shared" }, async () => begin());
      if (!made.ok) return made;
      await acts.records.pushSoon(vault);
      return next(vault);
    },
  );
}

/** Makes a vault whose id is kept elsewhere; one that the log holds already is left as it is. Failures: as `vault.create`. */
export async function createKnownVault(acts: VaultActs, vault: VaultId, title: string): Promise<Result<unknown>> {
  if (acts.log.state().vaults.has(vault)) return ok(true);
  return createVault(acts, { title, vault });
}

function titledVault(title: string, vault = newId<VaultId>()): Making {
  return { id: vault, records: [{ vault, item: vault as string as ItemId, record: encodeRecord(titleRecord(title)) }] };
}

/** The title lies inside the vault: nobody else reads it. */
export function putTitle(acts: VaultActs, vault: VaultId, title: string): Promise<Result<unknown>> {
  return putRecord(acts.records, vault, vault as string as ItemId, titleRecord(title));
}

function titleRecord(title: string): RecordBody<"vault"> {
  return { kind: "vault", title, single: false };
}
