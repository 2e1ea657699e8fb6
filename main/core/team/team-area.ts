/** What acts of the team stand on, made once when a profile is composed. */
import type { Act } from "../../../shared/contract/shapes.ts";
import type { InviteId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { IntentOf } from "../../../shared/protocol/team-log/compose-intents.ts";
import type { CosignedType } from "../../../shared/protocol/team-log/cosigned-types.ts";
import type { HandedOn } from "../activity/handed-on.ts";
import type { TeamActivity } from "../activity/team-activity.ts";
import type { Filing } from "../coverage/filing.ts";
import type { Freshness } from "../heads/freshness.ts";
import type { Statements } from "../heads/statements.ts";
import type { Letters } from "../letters/letters.ts";
import type { Copies } from "../local/copies.ts";
import type { LogWriter } from "../log/act.ts";
import type { BegunActs } from "../log/begun-acts.ts";
import type { RecordStore } from "../records/records.ts";
import type { ForkWatch } from "../sync/fork-watch.ts";
import type { OpenedProfile } from "../sync/team-view.ts";
import type { Transport } from "../sync/transport.ts";
import type { StatedAccounts } from "../tools/stated-accounts.ts";

/** Keys that never came, asked for and given by letter (`key-requests.ts`). */
export type KeyRequests = {
  /** Whether a key is missing here that nobody was asked for since it was last listed. */
  mustAsk(): boolean;
  ask(): Result<true>;
  /** Whether letters came, or the log went on, since requests of others were last looked at. */
  mustLook(): boolean;
  /** Lists the keys that others miss and this computer has. */
  answer(): Promise<Result<true>>;
};

/** What is wanted of the log, where it needs a second signature: asked for, and done once it is there; null: it needs none. */
export type Cosigned = {
  propose(intent: { [Type in CosignedType]: IntentOf<Type> }[CosignedType]): Result<Act> | null;
};

/** What acts that wait for a signature stand on themselves. */
export type TeamParts = OpenedProfile & {
  records: RecordStore;
  begun: BegunActs;
  mayOpen: LogWriter["mayOpen"];
  copies: Copies;
  letters: Letters;
  statements: Statements;
  /** Whether enough of the others confirmed lately what this computer knows of the team. */
  freshness(): Freshness;
  /** What was done here and goes to who may read it, and what others did where this person may read it. */
  audit: { handedOn: HandedOn; team: TeamActivity };
  /** What editors' apps say of logins to those who count and cannot open them. */
  facts: Filing;
  /** What people say of their own accounts, filed by leads' apps. */
  statedAccounts: StatedAccounts;
  transport: Transport;
  /** Whether two histories of the team were shown. */
  fork: Pick<ForkWatch, "verdict" | "evidence">;
  /** Invites whose holders waited to be let in when this app last looked, also in vain; only an admin's app sees them. */
  joining: Set<InviteId>;
  /** The time by which this computer and its server agree; null before the server said one. */
  agreedTime(): number | null;
  /** Asks for a round of syncing soon. */
  requestSync(): void;
};

export type TeamArea = TeamParts & {
  keyRequests: KeyRequests;
  /** Acts of this person that another person signs too (`cosigned-acts.ts`). */
  cosigned: Cosigned;
};
