/** The team's rule on second factors of what is shared: what it holds back, would hold back, and what was given past it. */
import { z } from "zod";
import type { GroupId, ItemId, UserId, VaultId } from "../encoding/ids.ts";
import { dataClasses } from "../model/records/tool-record.ts";
import type { GateRule } from "../model/second-factor/gate.ts";
import type { Standing, StandingReason } from "../model/second-factor/state.ts";
import { command, open } from "./command.ts";
import { id, nothing } from "./fields.ts";

/** `isAsked`: an exception was asked for and waits for its approver. `canSay`: this person may settle it. */
export type HeldLogin = {
  item: ItemId;
  vault: VaultId;
  title: string;
  standing: Standing;
  reason: StandingReason;
  until: number | null;
  /** What the catalogue read of its website. */
  offered: "stronger" | "nothing-stronger" | "unknown";
  isAsked: boolean;
  canSay: boolean;
};

/**
 * `held`: the first of them, `total` all. `absent`: items that are not on this computer, of which nobody can say how they stand.
 * `unseen`: vaults that this person cannot open, so that other people's apps alone can tell.
 */
export type GateAnswer = {
  mode: GateRule["mode"];
  held: HeldLogin[];
  total: number;
  absent: number;
  unseen: VaultId[];
};

/** What a rule would hold back now, of all shared logins that this person can open and to which it would apply. */
export type GatePreview = GateAnswer & { logins: number; counts: Record<Standing, number> };

/** Somebody could open a vault from an entry on, while the rule held these back. */
export type GivenPast = { vault: VaultId; user: string; by: string | null; at: number; entry: number; logins: number };

/** An exception that waits for this person, or that ends soon. */
export type FactorException = { item: ItemId; title: string; by: string; reason: string; until: number };

/** What of second factors waits for this person. `settle`: how many logins the rule holds back and this person may settle. */
export type FactorsWaiting = { settle: number; sign: FactorException[]; ending: FactorException[] };

const scope = z
  .array(
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("all"), id: z.null() }),
      z.strictObject({ kind: z.literal("vault"), id: id<VaultId>() }),
      z.strictObject({ kind: z.literal("tool"), id: id<string>() }),
      z.strictObject({ kind: z.literal("class"), id: z.enum(dataClasses) }),
    ]),
  )
  .max(256);
/** A rule as a person wants it. */
export const gateRule = z.strictObject({ mode: z.enum(["off", "warn", "require"]), scope });

const refreshedBy = ["items.changed", "vault.changed", "sync.changed"] as const;
const asks = { in: open, steps: [], quiet: true, refreshedBy } as const;

export const gateCommands = {
  /**
   * What would hold back an act that opens these vaults, and what these groups open, `to` people or the members of groups (null: to
   * somebody who is not in the team); or that puts items into a vault (null: one that is made for others; none: where they lie).
   */
  "gate.check": command<GateAnswer>()({
    input: z.union([
      z.strictObject({
        vaults: z.array(id<VaultId>()).max(256),
        groups: z.array(id<GroupId>()).max(256),
        to: z
          .strictObject({ users: z.array(id<UserId>()).max(500), groups: z.array(id<GroupId>()).max(256) })
          .nullable(),
      }),
      z.strictObject({ items: z.array(id<ItemId>()).max(500), into: id<VaultId>().nullable().optional() }),
    ]),
    ...asks,
  }),
  "gate.preview": command<GatePreview>()({ input: z.strictObject({ rule: gateRule }), ...asks }),
  /** As far as this person can open the vaults. */
  "gate.past": command<GivenPast[]>()({
    input: z.strictObject({ vault: id<VaultId>().optional() }),
    ...asks,
  }),
  "gate.waiting": command<FactorsWaiting>()({ input: nothing, ...asks }),
};
