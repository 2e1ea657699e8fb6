/** What each command answers, under the command's name, and every event the core tells. */
import type { Result } from "../failures.ts";
import type { CommandInput, CommandName } from "./commands.ts";
import type {
  AccountStatus,
  Act,
  CodeShape,
  ImportPreview,
  ImportReport,
  InviteShape,
  ItemDetail,
  ItemRow,
  KeptImportReport,
  MemberShape,
  PassphraseVerdict,
  SyncStatus,
  VaultShape,
} from "./shapes.ts";

export type Outputs = {
  "team.create": Act & { team: string; user: string; device: string; deviceSheet: { text: string } };
  "team.checkServer": { origin: string };
  "team.join": {
    team: string;
    user: string;
    device: string;
    deviceSheet: { text: string };
    state: "waiting" | "joined";
  };
  "invite.read": { teamName: string; inviterName: string };
  "invite.create": Act & { invite: string; code: string; teamName: string; inviterName: string };
  "invite.list": InviteShape[];
  "invite.cancel": Act;
  "invite.again": { code: string; teamName: string; inviterName: string };
  "invite.copy": { clearsInMs: number };
  "account.status": AccountStatus;
  "account.unlock": Record<string, never>;
  "account.giveUp": Record<string, never>;
  "account.lock": Record<string, never>;
  "account.deviceSheet": { text: string };
  "account.passphraseStrength": PassphraseVerdict;
  "account.active": Record<string, never>;
  "account.setAutoLock": Record<string, never>;
  "member.list": MemberShape[];
  "vault.create": Act & { vault: string };
  "vault.list": VaultShape[];
  "vault.rename": Record<string, never>;
  "vault.archive": Act;
  "vault.setAccess": Act;
  "item.save": { item: string; version: number | null; draft: boolean };
  "item.list": { total: number; items: ItemRow[] };
  "item.get": ItemDetail;
  "item.reveal": { value: string };
  "item.copyField": { clearsInMs: number };
  "item.code": CodeShape;
  "item.openWebsite": { host: string };
  "item.delete": Record<string, never>;
  /** The new item. */
  "item.move": { item: string };
  "import.preview": ImportPreview;
  "import.apply": ImportReport;
  "import.cancel": Record<string, never>;
  "import.reports": KeptImportReport[];
  "sync.now": SyncStatus;
  "sync.status": SyncStatus;
  "sync.resume": SyncStatus;
  "act.list": Act[];
  "act.cancel": Record<string, never>;
};

export type CommandOutput<Name extends CommandName> = Outputs[Name];

export type Events = {
  /** Lock, unlock, joined, waiting. */
  "session.changed": { state: AccountStatus["state"] };
  "sync.changed": SyncStatus;
  "vault.changed": { vault: string };
  /** Items by id; more than 200 at once come as `all`. */
  "items.changed": { items: string[]; all: boolean };
  "member.changed": Record<string, never>;
  "invite.changed": Record<string, never>;
  "import.progress": { done: number; total: number };
  "clipboard.changed": { clearsAt: number | null };
  "alert.raised": { code: string; vault?: string; user?: string; device?: string };
};
export type EventName = keyof Events;

const everyEvent: Record<EventName, true> = {
  "session.changed": true,
  "sync.changed": true,
  "vault.changed": true,
  "items.changed": true,
  "member.changed": true,
  "invite.changed": true,
  "import.progress": true,
  "clipboard.changed": true,
  "alert.raised": true,
};
/** Every event's name; the compiler keeps it complete. */
export const eventNames = Object.keys(everyEvent) as EventName[];

/** The two functions of the app, the same in the page, in a script and in the core. `call` never throws. */
export type Latchkey = {
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Result<Outputs[Name]>>;
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
};
