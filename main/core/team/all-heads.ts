/**
 * An entry that takes somebody out names the heads of all their vaults, their own among them. Of those that this computer
 * cannot open there is only the server's word. A false one stops the vault for those who hold another chain, until a manager's
 * rotation; it opens nothing [protocol: Cuts and pins bind].
 */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { LogWriter } from "../log/act.ts";
import type { TeamArea } from "./team-area.ts";

/** A writer that asks the server for heads before it plans. */
export function withAllHeads(area: TeamArea): LogWriter {
  const { chains, log, profile, transport } = area;
  const heads = new Map<VaultId, Head>();
  const isOpen = (vault: VaultId): boolean => rightOf(log.state(), profile.user, vault) !== null;
  return {
    ...area,
    chains: {
      ...chains,
      cutHead: (vault) => (isOpen(vault) ? undefined : heads.get(vault)) ?? chains.cutHead(vault),
    },
    async prepare() {
      const answer = await transport.call("allHeads", {});
      if (!answer.ok) return answer;
      for (const { vault, seq, hash } of answer.value.heads) heads.set(vault, { seq, hash });
      return answer;
    },
  };
}
