/** What acts share that take a person or a computer out: heads of vaults that this computer cannot open, and heirs as a person chose them. */
import type { MemberRemoval } from "../../../shared/contract/shapes.ts";
import type { GroupId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { fail, ok, type Result } from "../../../shared/failures.ts";
import type { NeededHeir } from "../../../shared/protocol/team-log/state/leavers.ts";
import type { Heir } from "../../../shared/protocol/team-log/state/parts.ts";
import { rightOf } from "../../../shared/protocol/team-log/state/rules.ts";
import { isChangedFor } from "../../../shared/protocol/team-log/state/safety.ts";
import type { Head } from "../../../shared/protocol/team-log/state/team-state.ts";
import type { LogWriter } from "../log/act.ts";
import type { TeamArea, TeamParts } from "./team-area.ts";

type NamedHeir = { vault?: VaultId | undefined; group?: GroupId | undefined; user: UserId };

/**
 * An entry that takes somebody out names the heads of all their vaults, their own among them. Of those that this computer
 * cannot open there is only the server's word. A false one stops the vault for those who hold another chain, until a manager's
 * rotation; it opens nothing [protocol: Cuts and pins bind].
 */
export function withAllHeads(area: TeamParts): LogWriter {
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

/** An heir as a command names them. */
export const heirOf = ({ vault, group, user }: NamedHeir): Heir => ({
  vault: vault ?? null,
  group: group ?? null,
  user,
});

/**
 * Each heir whom the caller names is needed and fit on this state: what is signed is what the person chose. Where they chose nobody, and
 * the log would take somebody whose keys changed, the one that is shown is named.
 */
export function readHeirs(
  area: Pick<TeamArea, "log" | "profile">,
  needed: readonly NeededHeir[],
  named: readonly NamedHeir[],
): Result<Heir[]> {
  const heirs = named.map(heirOf);
  const isFor = (heir: Heir, { vault, group }: NeededHeir) => vault === heir.vault && group === heir.group;
  const isFit = (heir: Heir) => needed.some((one) => isFor(heir, one) && one.choices.includes(heir.user));
  if (!heirs.every(isFit)) return fail("invalid-input", { field: "heirs" });
  const rest = needed.filter((one) => !heirs.some((heir) => isFor(heir, one)));
  const others = rest.flatMap(({ vault, group, choices }): Heir[] => {
    const [user] = knownFirst(area, choices);
    return user === undefined || user === choices[0] ? [] : [{ vault, group, user }];
  });
  return ok([...heirs, ...others]);
}

/** Needed heirs as they are shown: the first choice is taken where nobody else is chosen. */
export function shownHeirs(
  area: Pick<TeamArea, "log" | "profile">,
  needed: readonly NeededHeir[],
): MemberRemoval["heirs"] {
  return needed.map(({ vault, group, choices }) => ({
    ...(vault === null ? { group: group as GroupId } : { vault }),
    user: knownFirst(area, choices)[0] as UserId,
    choices: knownFirst(area, choices),
  }));
}

/** Last those whose keys are others than this person compared [protocol: Safety numbers]. */
function knownFirst({ log, profile }: Pick<TeamArea, "log" | "profile">, users: readonly UserId[]): UserId[] {
  const isChanged = (user: UserId) => isChangedFor(log.state(), profile.user, user);
  return [...users.filter((user) => !isChanged(user)), ...users.filter(isChanged)];
}
