/** Commands of the team and its vaults for an unlocked profile; those of items come from the item area. */
import type { CommandInput, CommandName } from "../../shared/contract/commands.ts";
import type { CommandOutput } from "../../shared/contract/outputs.ts";
import type { InviteId, VaultId } from "../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../shared/failures.ts";
import { rightOf } from "../../shared/protocol/team-log/state/rules.ts";
import { cancelInvite, copyInvite, createInvite, inviteAgain, listInvites } from "./team/invites.ts";
import { listMembers } from "./team/people.ts";
import type { Unlocked } from "./unlocked.ts";
import { type AccessInput, archiveVault, setAccess } from "./vaults/vault-access.ts";
import { createTitledVault, putTitle } from "./vaults/vault-create.ts";
import { listVaults } from "./vaults/vault-list.ts";

type OpenHandler<Name extends CommandName> = (
  unlocked: Unlocked,
  input: CommandInput<Name>,
) => Promise<Result<CommandOutput<Name>>>;
type Named =
  | "invite.create"
  | "invite.list"
  | "invite.cancel"
  | "invite.again"
  | "invite.copy"
  | "member.list"
  | "vault.create"
  | "vault.list"
  | "vault.rename"
  | "vault.archive"
  | "vault.setAccess"
  | "sync.now"
  | "sync.status"
  | "sync.resume"
  | "act.list"
  | "act.cancel";

export const openHandlers: { [Name in Named]: OpenHandler<Name> } = {
  "invite.create": createInvite,
  "invite.list": (unlocked) => listInvites(unlocked),
  "invite.cancel": (unlocked, { invite }) => cancelInvite(unlocked, invite as InviteId),
  "invite.again": async (unlocked, { invite }) => inviteAgain(unlocked, invite as InviteId),
  "invite.copy": copyInvite,
  "member.list": (unlocked) => listMembers(unlocked),
  "vault.create": (unlocked, { title }) => createTitledVault(unlocked, title),
  "vault.list": (unlocked) => listVaults(unlocked),
  "vault.rename": async (unlocked, { vault, title }) => {
    const right = rightOf(unlocked.log.state(), unlocked.profile.user, vault as VaultId);
    if (right === null) return fail("not-found");
    if (right !== "manage" || unlocked.log.state().vaults.get(vault as VaultId)?.kind !== "shared") return fail("role");
    const named = await putTitle(unlocked, vault as VaultId, title);
    return named.ok ? ok({}) : named;
  },
  "vault.archive": (unlocked, { vault }) => archiveVault(unlocked, vault as VaultId),
  "vault.setAccess": (unlocked, input) => setAccess(unlocked, input as AccessInput),
  "sync.now": async (unlocked) => ok(await unlocked.sync.now()),
  "sync.status": async (unlocked) => ok(unlocked.sync.status()),
  "sync.resume": async (unlocked) => ok(await unlocked.sync.resume()),
  "act.list": async () => ok([]),
  "act.cancel": async () => fail("not-found"),
};
