/** Value shapes that commands answer with. Ids are base32 text, times epoch milliseconds UTC, bytes `Uint8Array`. */
import type { Failure } from "../failures.ts";
import type { SecretValue } from "../model/item-fields.ts";
import type { CustomField } from "../model/item-parts.ts";
import type { ItemKind } from "../model/kinds/kinds.ts";
import type { UnsentKind } from "../model/records/unsent-kinds.ts";
import type { CodesOfItem } from "./code-shapes.ts";

export type Permission = "use" | "edit" | "manage";
export type Role = "member" | "lead" | "admin" | "auditor";

/** Answer of an act that becomes a log entry [protocol: Freshness]. `needsSignature`: it waits until one of `waitsFor` signed it too [protocol: Cosignatures]. */
export type Act = { act: string; state: "done" | "queued"; waitsFor: string[]; needsSignature?: true };

export type ProfileShape = {
  profile: string;
  /** Display only, from the join code or the team's own item; may stand plain in the profile. */
  teamName: string;
  person: string;
  deviceName: string;
  state: "waiting" | "joined";
  /** For a waiting joiner: the inviter's name, display only. */
  waitsFor: string | null;
  /** Where the device secret lies; `file` is weaker and said so. */
  keychain: "os" | "file";
  /** The server's address, with its scheme; display only while the profile is locked. `builtIn`: it runs on this computer. */
  origin: string;
  builtIn: boolean;
};

export type AccountStatus = {
  state: "none" | "waiting" | "locked" | "unlocked";
  profiles: ProfileShape[];
  profile?: string;
  team?: string;
  user?: string;
  device?: string;
  role?: Role;
  /** While waiting: why the last look at the server failed. `invite`, `setup-code`: waiting on will not help. */
  problem?: Failure;
  /** While another computer of the same person has to add this one: the code to type there, and until when. */
  link?: { code: string; endsAt: number };
  /** While an admin has to compare codes with this joiner; `typed`: the admin's was typed here. */
  compare?: { role: Role; typed: boolean };
  /** While the recovery sheet of its person brings this computer. */
  recovers?: true;
  /** What this computer can do: shown at set-up and in Settings. */
  keychainAvailable: boolean;
  clipboardAvailable: boolean;
  /** Milliseconds until a further unlock attempt is taken (0: now). */
  unlockWaitMs: number;
  autoLockMinutes: number;
  /** As many minutes as the team allows. */
  autoLockMost: number;
  appearance: Appearance;
  /** The device sheet of the open profile: when its person printed or checked it; null: not yet. */
  sheet?: SheetKept | null;
};

/** Light, dark, or as the system has it: of this computer, known before anything is unlocked. */
export type Appearance = "system" | "light" | "dark";
export type SheetKept = { how: "printed" | "written"; at: number };

export type PassphraseVerdict = {
  /** zxcvbn 0-4; 3 is enough. */
  score: number;
  longEnough: boolean;
  accepted: boolean;
  /** Years of guessing at 10,000 guesses a second, rounded; capped at 1e12. */
  guessYears: number;
};

export type MemberShape = {
  user: string;
  name: string;
  emails: string[];
  role: Role;
  devices: number;
  state: "active" | "ended" | "removed";
  /** When their role ends; null: never. */
  end: number | null;
  /** This person is the one asking. */
  self: boolean;
  since: number;
  /** Set where the one who asks compared this person's safety number; `changed`: it is another one by now. */
  compared?: "same" | "changed";
  /** Set where they were called otherwise when the one who asks last gave them something; `since`: when that was first seen here. */
  was?: { name: string; since: number | null };
  /** Others in the team whose name may be taken for theirs; set where there are any. */
  like?: string[];
};

/** What removing a person would do: said before it is done. */
export type MemberRemoval = {
  /** Shared vaults that they can open, and those of them that nobody else opens. */
  vaults: string[];
  archived: string[];
  groups: string[];
  /** How many of their open invites end. */
  invites: number;
  /** How many items lie in these vaults, as far as this computer knows: each of them they may have seen. */
  seen: number;
  /** What they alone managed: who goes on, and who is equally fit. */
  heirs: { vault?: string; group?: string; user: string; choices: string[] }[];
};

export type DeviceShape = {
  device: string;
  user: string;
  /** As its person called it, for themselves; empty for others, and where they gave it no name. */
  name: string;
  /** Which one of its person's, in the order in which they came; it stays the same when another one goes. */
  number: number;
  kind: "computer" | "paper";
  /** It is one of the person's who asks; `isThis`: the one on which they ask. */
  own: boolean;
  isThis: boolean;
  active: boolean;
  addedAt: number;
};

/** What revoking a computer would do: said before it is done. */
/** A profile that was made on this computer. */
export type Made = { team: string; user: string; device: string; deviceSheet: { text: string } };

export type DeviceRevocation = {
  /** Shared vaults whose keys change after it. */
  vaults: string[];
  /** Its person has no other computer: they open nothing more. */
  isLast: boolean;
  heirs: MemberRemoval["heirs"];
};

export type InviteShape = {
  invite: string;
  name: string;
  emails: string[];
  role: Role;
  state: "open" | "joining" | "used" | "ended" | "cancelled";
  /** Set where somebody waits until codes are compared with them; `done`: they were, and this app lets them in. */
  compare?: "asked" | "done";
  /** Somebody waits on it although it has ended: only a new invite lets them in. */
  waits?: true;
  /** Set where somebody who waits is let in once one of these people's apps was seen. */
  waitsFor?: string[];
  end: number;
};

/** A group by the verified log; `given`: what its members may do in which vaults, also where the one who asks may not open them. */
export type GroupShape = {
  group: string;
  /** Empty where the directory has none. */
  name: string;
  managers: string[];
  members: string[];
  /** Vaults that are given to it and not archived. */
  vaults: string[];
  given: { vault: string; permission: Permission; end?: number }[];
  /** Other groups whose name may be taken for its; set where there are any. */
  like?: string[];
};

/** Somebody who may open a vault, with their greatest right; `groups`: through which they have one. */
export type ReaderShape = {
  user: string;
  permission: Permission;
  end?: number;
  keyPending?: boolean;
  groups?: string[];
};

export type AccessShape = { user?: string; group?: string; permission: Permission; end?: number; keyPending?: boolean };

export type VaultShape = {
  vault: string;
  kind: "personal" | "shared";
  title: string;
  permission: Permission;
  /** `ended`: this person's access has, and a manager's app has not removed it yet; nothing in it opens. */
  state: "ready" | "key-pending" | "rotation-due" | "stopped" | "archived" | "ended";
  /** Items in it, without deleted ones. */
  count: number;
  /** Those of them that this computer does not have yet, or no more: none of their versions can be listed before they are fetched. */
  absent: number;
  /** To whom it is given: people and groups. */
  access: AccessShape[];
  /** Everybody who may open it, by whatever way. */
  readers: ReaderShape[];
  /** Whether this person can leave it: `successor`, they first name who manages it from then on. */
  leave: "freely" | "successor" | "no";
  /** Why it is stopped, when it is. */
  failure?: Failure;
};

/** What restarting a vault voids. */
export type VoidingShape = {
  /** `key`: the current one is not here. `fork`: two chains of the vault were shown. */
  why: "key" | "fork";
  /** The height of the vault's chain at which this was seen. */
  upTo: number;
  /** Of a fork: the head of the chain on which it would go on. */
  head: string | null;
  commits: number;
  /** Items of people that were changed or made meanwhile; the title where this computer could read one. */
  items: { item: string; title: string | null; isNew: boolean; changes: number; by: string[] }[];
  /** Others who were sent the current key: one of their apps may still hand it over. */
  holders: string[];
};

export type UrlShape = { url: string; match: "domain" | "host" | "exact" | "never" };

export type ItemRow = {
  item: string;
  vault: string;
  kind: ItemKind;
  title: string;
  username: string | null;
  urls: UrlShape[];
  tags: string[];
  hasTotp: boolean;
  hasNotes: boolean;
  version: number | null;
  draft: boolean;
  conflicts: number;
  /** Set when the newest version does not open: who wrote it; the row shows the last good one. */
  damaged?: { user: string; device: string; version: number };
  /** Set where it is among this person's favourites; in lists alone. */
  favourite?: true;
  /** Set where it lies in Trash. */
  deleted?: DeletedShape;
  /** Set in the list of what waits for this person. */
  needs?: NeedShape["why"];
};

/** Who deleted an item and when; where that was the end of a move, the item that it became. */
export type DeletedShape = { user: string; at: number; movedTo?: string };

/** A secret field by its address, as `item.reveal` takes it; `shared/copy` names it. */
export type SecretField = { field: string; type: CustomField["type"] | SecretValue };

/**
 * Where a saved item stands; `version` is null while it is in no chain. `conflicts`: what was typed and is not current, because
 * somebody changed the same field since; each is kept beside the item under its id. `deleted` among them: somebody deleted the item
 * since, and it is back. `reason`: the code for which the draft cannot go (`moved`: it lives in another vault now), null where it
 * only waits.
 */
export type SavedShape = {
  item: string;
  version: number | null;
  draft: boolean;
  reason: string | null;
  conflicts: { field: string; conflict: string }[];
};

/**
 * Changes of one item or record that are not sent. `reason`: the code for which they cannot be, null where they only wait.
 * `isListed`: the item stands in lists, with these changes laid over it.
 * `movedTo`: where somebody moved the item meanwhile; `draft.move` into that vault makes the change there.
 */
export type UnsentShape = {
  item: string;
  vault: string;
  kind: UnsentKind;
  title: string;
  reason: string | null;
  at: number;
  isListed: boolean;
  movedTo?: { item: string; vault: string };
};

/** Why several people use one login, who answers for it, and until when. */
export type SharedLogin = {
  reason: string;
  owner: string;
  deputy: string | null;
  alias: string | null;
  reviewAt: number | null;
  end: number | null;
};

/** A file of an item, as the item or one of its versions names it. */
export type FileShape = { file: string; name: string; size: number };

/**
 * `changed`: the fields that it changed, by address, `restored` where it came out of Trash as it was; null where it or the one before is not on this computer, or not readable.
 * `files`: the names of those that came and went, where any did.
 */
export type ItemVersionShape = {
  version: number;
  time: number;
  user: string;
  device: string;
  changed: string[] | null;
  files?: { added: string[]; removed: string[] };
  /** It verifies, and cannot be read. */
  isDamaged?: true;
  /** Who deleted it forever, and when. */
  purged?: { user: string; at: number };
};

/** An older version. `differs`: the fields in which it is not what is there now, by address; `attachments` where its files are not. */
export type VersionDetail = Omit<ItemVersionShape, "changed" | "files" | "isDamaged" | "purged"> & {
  title: string;
  username: string | null;
  urls: UrlShape[];
  tags: string[];
  expires: number | null;
  fields: SecretField[];
  attachments: FileShape[];
  differs: string[];
};

/** An item that waits for its person to decide. */
export type NeedShape = { item: string; vault: string; title: string; why: "conflict" | "damaged" | "unsent" };

/** When a value was last copied or shown on this computer. */
export type ValueUseShape = { how: "copied" | "shown"; at: number };

/**
 * `takesText`: another value than the current one can be kept. `unsent`: it stands on this computer alone so far. `used`, and
 * `currentUsed` of the current value of its field: the last use on this computer, where that is known.
 */
export type ConflictShape = {
  unsent?: true;
  used?: ValueUseShape;
  currentUsed?: ValueUseShape;
  conflict: string;
  field: string;
  user: string;
  device: string;
  at: number;
  takesText: boolean;
};

export type ItemDetail = ItemRow &
  CodesOfItem & {
    expires: number | null;
    fields: SecretField[];
    attachments: FileShape[];
    /** Versions of our own, newest first. */
    history: ItemVersionShape[];
    /** Values that came with an import, newest first; reveal by `history:<n>`. */
    imported: { field: string; at: number; reveal: string }[];
    /** Values that lost against another edit; reveal by `conflict:<conflict>`. */
    conflictList: ConflictShape[];
    /** The fields, by address, whose value was typed on this computer and not sent yet. */
    unsentFields: string[];
    passwordChangedAt: number | null;
    /** The tool that it opens, by its item in the vault `tools`. */
    tool: string | null;
    /** Set where several people use this login on purpose: why, and who answers for it. */
    sharedLogin: SharedLogin | null;
    /** The passphrase is asked for again before a value is shown or copied. */
    askAgain: boolean;
    /** May this person save changes here now? */
    editable: boolean;
    /** Where it came from: files by their own ids, and with format `moved` the items that it was in other vaults. */
    sources: { format: string; id: string }[];
  };

export type CodeShape = { code: string; next: string; periodMs: number; endsAt: number };

/**
 * Something that was refused, or found changed on this disk: told once for each thing after every unlock. `restored`: a server that
 * was restored from an older copy has back what it lacked.
 */
export type AlertShape = {
  code: string;
  /** How many changes this app brought back. */
  count?: number;
  /** The part of this disk that it is about, or a teammate's statement, where the code alone does not say it. */
  reason?: "drafts" | "auto-lock" | "reports" | "latest-time" | "acts" | "statement" | "twice" | "fork" | "evidence";
  vault?: string;
  /** The item whose newest version does not open: its row shows it too. */
  item?: string;
  /** Who signed what was refused. */
  user?: string;
  device?: string;
};

export type SyncStatus = {
  state: "ok" | "offline" | "stopped";
  /** Drafts that wait to be pushed. */
  pending: number;
  logSeq: number;
  /** Last time that everything was in step, or null. */
  confirmedAt: number | null;
  /** This computer's clock is more than a day behind the latest time that it has seen, by which access ends. */
  clockBehind: boolean;
  /** Teammates whose app said within a day that it holds the same history, and when the last of them did. */
  sameHistory: { people: number; at: number | null };
  /** Two histories of the team are proven: only a removal is sent. */
  frozen: boolean;
  /** `asks`: the team's rule wants a code in this session, or a second factor to be set up; until then nothing is sent or fetched. */
  failures: { vault?: string; code: string; asks?: "enrol" | "session" }[];
};
