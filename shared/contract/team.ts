/** People and invites. */
import { z } from "zod";
import { typedText } from "../encoding/fields.ts";
import type { GroupId, InviteId, UserId, VaultId } from "../encoding/ids.ts";
import { limits } from "../encoding/limits.ts";
import { command, edit, entry, event, open } from "./command.ts";
import { emailText, id, letterHash, type Nothing, nameText, nothing, permission, time } from "./fields.ts";
import type { InviteComparison } from "./link-shapes.ts";
import type { MemberAccess } from "./member-shapes.ts";
import type { NameRequests } from "./name-request-shapes.ts";
import type { Act, GroupShape, InviteShape, MemberRemoval, MemberShape } from "./shapes.ts";

type CodeAndNames = { code: string; teamName: string; inviterName: string };

const role = z.enum(["member", "lead", "admin", "auditor"]);
const people = z.array(id<UserId>()).max(limits.peoplePerGroup);
/** Who goes on with what somebody alone managed. */
export const heirs = z
  .array(z.strictObject({ vault: id<VaultId>().optional(), group: id<GroupId>().optional(), user: id<UserId>() }))
  .max(limits.vaultsPerTeam);

export const teamCommands = {
  "invite.create": command<Act & CodeAndNames & { invite: string }>()({
    input: z.strictObject({
      name: nameText,
      emails: z.array(emailText).max(5).optional(),
      /** Everybody above `member` is let in after two codes were compared. */
      role: role.optional(),
      grants: z
        .array(z.strictObject({ vault: id<VaultId>(), permission, end: time.optional() }))
        .max(64)
        .optional(),
      /** Groups that whoever invites manages. */
      groups: z.array(id<GroupId>()).max(64).optional(),
    }),
    in: open,
    steps: ["here:invites_made", "post:append", "here:log_entries", "here:drafts", "post:push"],
  }),
  "invite.list": command<InviteShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["member.changed", "invite.changed", "sync.changed"],
  }),
  "invite.cancel": command<Act>()({ input: z.strictObject({ invite: id<InviteId>() }), in: open, steps: entry }),
  /** The code and names of an open invite again; only the computer that made it still has them. */
  "invite.again": command<CodeAndNames>()({ input: z.strictObject({ invite: id<InviteId>() }), in: open, steps: [] }),
  /** Copies an invite's message through the clipboard port (it carries a secret); `text` has to hold its code. */
  "invite.copy": command<{ clearsInMs: number }>()({
    input: z.strictObject({ invite: id<InviteId>(), text: z.string().max(4000) }),
    in: open,
    steps: [],
  }),
  /** The same, and opens an empty mail to the invited person's address, into which the message is pasted: no argument carries it. */
  "invite.mail": command<{ clearsInMs: number }>()({
    input: z.strictObject({ invite: id<InviteId>(), text: z.string().max(4000) }),
    in: open,
    steps: [],
  }),
  /** Begins to compare codes with whoever waits on an invite to more than `member`; the one before ends. */
  "invite.compare": command<InviteComparison>()({
    input: z.strictObject({ invite: id<InviteId>() }),
    in: open,
    steps: [],
  }),
  /** Asks what the joiner said; a page that shows it asks again and again. */
  "invite.compareState": command<InviteComparison>()({ input: nothing, in: open, steps: [], quiet: true }),
  /** The code that the joiner reads out. */
  "invite.compareCode": command<InviteComparison>()({
    input: z.strictObject({ code: z.string().max(40) }),
    in: open,
    steps: [],
  }),
  /** Lets them in; both codes were typed. `queued` until enough others were seen, and done then. */
  "invite.compareAdd": command<Act>()({ input: nothing, in: open, steps: ["here:settings", ...entry] }),
  "invite.compareCancel": command<Nothing>()({ input: nothing, in: open, steps: [] }),
  /** Where people get the app, as this person said last on this computer, for the message of an invite; it may be empty. */
  "invite.place": command<{ place: string }>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["invite.changed"],
  }),
  "invite.setPlace": command<Nothing>()({
    input: z.strictObject({ place: typedText(limits.nameChars) }),
    in: open,
    steps: ["here:settings"],
  }),
  /** The name lies in the directory, beside the names of people. */
  "group.create": command<Act & { group: string }>()({
    input: z.strictObject({ name: nameText, managers: people.min(1), members: people }),
    in: open,
    steps: ["here:settings", "post:append", "here:log_entries", "here:drafts", "post:push"],
  }),
  "group.change": command<Act>()({
    input: z.strictObject({
      group: id<GroupId>(),
      add: people.optional(),
      remove: people.optional(),
      managersAdd: people.optional(),
      managersRemove: people.optional(),
      heirs: heirs.optional(),
    }),
    in: open,
    steps: entry,
  }),
  "group.list": command<GroupShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed"],
  }),
  "member.list": command<MemberShape[]>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed"],
  }),
  "member.access": command<MemberAccess[]>()({
    input: z.strictObject({ user: id<UserId>() }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed"],
  }),
  /** What taking this person out of the team would do. */
  "member.removal": command<MemberRemoval>()({
    input: z.strictObject({ user: id<UserId>() }),
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["vault.changed", "member.changed"],
  }),
  "member.remove": command<Act>()({
    input: z.strictObject({ user: id<UserId>(), heirs: heirs.optional() }),
    in: open,
    steps: entry,
  }),
  "member.setRole": command<Act>()({
    input: z.strictObject({ user: id<UserId>(), role, end: time.optional(), heirs: heirs.optional() }),
    in: open,
    steps: entry,
  }),
  /** "Please change my name", by letter to the admins: durable here, sent when the server is reached. */
  "member.askName": command<Nothing>()({
    input: z.strictObject({ name: nameText }),
    in: open,
    steps: ["here:letters_out"],
  }),
  "member.nameRequests": command<NameRequests>()({
    input: nothing,
    in: open,
    steps: [],
    quiet: true,
    refreshedBy: ["letters.changed", "member.changed", "vault.changed"],
  }),
  "member.acceptName": command<{ draft: boolean }>()({
    input: z.strictObject({ request: letterHash }),
    in: open,
    steps: edit,
  }),
  "member.declineName": command<Nothing>()({
    input: z.strictObject({ request: letterHash, reason: nameText.optional() }),
    in: open,
    steps: ["here:letters_out"],
  }),
};

export const teamEvents = {
  /** Somebody whom this person invited is in the team now. */
  "member.joined": event<{ user: string }>(),
  "member.changed": event<Nothing>(),
  /** Letters came, or went. */
  "letters.changed": event<Nothing>(),
  "invite.changed": event<Nothing>(),
};
