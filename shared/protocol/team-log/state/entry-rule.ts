/**
 * What a type of entry is: one row of `entry-types.ts`. Everything that anybody asks of an entry by its type (the verifier's
 * order, what the server holds back and keeps beside it, what an app tells its screens) is a column here [protocol: Entry types].
 */
import type { BodySchema } from "../../../encoding/canonical.ts";
import type { DeviceId, EpochMs, GroupId, Hash, InviteId, UserId, VaultId } from "../../../encoding/ids.ts";
import type { Result } from "../../../failures.ts";
import type { Actor, Attached } from "./parts.ts";
import type { TeamState } from "./team-state.ts";
import type { LogTransaction } from "./transaction.ts";

/** An entry as its own row sees it: the payload, who signs, when, what is attached, the entry's hash (zeros in a trial). */
export type Acting<Payload> = { payload: Payload; actor: Actor; time: EpochMs; attached: Attached; hash: Hash };

/** Whom and what a payload names: what a second signature was given for lapses when one of them is touched. */
export type Named = {
  users: readonly UserId[];
  devices: readonly DeviceId[];
  groups: readonly GroupId[];
  vaults: readonly VaultId[];
  invites: readonly InviteId[];
};
export const nobodyNamed: Named = { users: [], devices: [], groups: [], vaults: [], invites: [] };

/** The pin of one rotation: where a vault's chain goes on, and how many commits above it are void. */
export type Pin = { vault: VaultId; pin: { seq: number; hash: Hash }; root: Hash; voids: number };

/**
 * Whether an act needs a second signature: never, always, or where the policy says so; then which act it is, and what makes a
 * signature lapse: an entry that touches what the act names, or a new policy alone, so that nobody stalls their own removal.
 */
export type Cosigned<Payload> =
  | { when: "never" }
  | {
      when: "always" | "by-policy";
      lapses: "when-touched" | "with-policy";
      act(payload: Payload): { id: string; baseSeq: number };
    };

export type EntryRule<Payload> = {
  payload: BodySchema<Payload>;
  /**
   * Which lists an entry may carry. Cuts, where there are any, are exactly the vaults in which a right falls. Heads are
   * exactly those of `headsOf`. Bundles: exactly the entitled devices of the vaults in `newKeysOf`, or some of those that are
   * entitled to keys which there are already.
   */
  attached: { cuts: "none" | "exact"; heads: "none" | "exact"; bundles: "none" | "exact" | "subset" };
  /** May stand among the first entries of a log, which make its system vaults and the founder's own. */
  founding: boolean;
  cosigned: Cosigned<Payload>;
  /** The kind of device that signs it: a sheet of paper begins and ends a recovery, and signs nothing else. */
  signedWith: "computer" | "paper";
  /** Who may sign it on the state before it; also asked of whoever signs second. */
  signer(before: TeamState, acting: Acting<Payload>): Result<true>;
  /** Whom and what the payload names; `before` finds the person behind a device or an invite. */
  names(payload: Payload, before: TeamState): Named;
  /** It removes a person or a device: lost by an admin it holds everything else back, and goes on where another does [protocol: Cuts]. */
  passesHolds: boolean;
  /** Vaults whose heads the entry names, ascending. */
  headsOf(payload: Payload): readonly VaultId[];
  /** It takes somebody else's right or device away, names heirs for that, and so never fails by who manages what [protocol: Leavers]. */
  namesHeirs(payload: Payload, actor: Actor): boolean;
  /** Vaults for which it makes a key. */
  newKeysOf(payload: Payload): readonly VaultId[];
  /** Vaults that it makes. */
  makes(payload: Payload): readonly VaultId[];
  /** Vaults on which the signer needs a right that has not ended, besides those whose keys the bundles hold. */
  rightsOn(payload: Payload): readonly VaultId[];
  pins(payload: Payload): readonly Pin[];
  /** Hashes of the key histories that come beside it; bundles stand in `attached`. */
  histories(payload: Payload): readonly Hash[];
  /** Hashes of the `invite` entries under which nobody waits any more after it. */
  closesInvites(payload: Payload, before: TeamState): readonly Hash[];
  /** What screens show anew. Vaults: those that it names, and those whose keys or heads are attached. */
  changes: readonly ("members" | "invites")[];
  reduce(tx: LogTransaction, acting: Acting<Payload>): Result<true>;
};

type Quiet<Payload> = Omit<EntryRule<Payload>, "payload" | "signer" | "reduce" | "names" | "attached">;

/** The columns of a type that does nothing beyond its reduction: a row says what is more. */
export function plainEntry<Payload>(): Quiet<Payload> {
  const nothing = () => [];
  return {
    founding: false,
    cosigned: { when: "never" },
    signedWith: "computer",
    passesHolds: false,
    namesHeirs: () => false,
    headsOf: nothing,
    newKeysOf: nothing,
    makes: nothing,
    rightsOn: nothing,
    pins: nothing,
    histories: nothing,
    closesInvites: nothing,
    changes: [],
  };
}
