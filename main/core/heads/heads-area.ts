/** What statements of heads stand on, made once when a profile is composed. */
import type { StatementBody } from "../../../shared/protocol/heads/statement.ts";
import type { KnownHead } from "../local/heads.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { Transport } from "../sync/transport.ts";

export type HeadsArea = Pick<
  OpenedProfile,
  "chains" | "db" | "emit" | "keys" | "log" | "ports" | "profile" | "rights" | "vaults"
> & {
  transport: Pick<Transport, "call">;
  /** A statement that stands on another log than mine, or above it. */
  heardWord(statement: Uint8Array): void;
  /** Another computer's statement that stands on my log. */
  standsHere(stated: Pick<StatementBody, "device" | "counter" | "logSeq">): void;
  /** The head of this computer's activity. */
  activity(): KnownHead;
};
