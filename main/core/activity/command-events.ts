/**
 * Which event each command makes before its handler runs [protocol: Activity]. One table, complete by the compiler: a command without a
 * row does not compile. Null: it neither gives out a secret nor changes anything for others; what a page keeps, lists and typed texts are
 * no acts, and what only becomes a draft again is none either.
 */
import type { ShownCodes } from "../../../shared/contract/codes.ts";
import type { CommandName, CommandParsed } from "../../../shared/contract/commands.ts";
import type { InviteId, ItemId, UserId, VaultId } from "../../../shared/encoding/ids.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import type { ActivityType } from "../../../shared/model/activity.ts";
import { activityField } from "../../../shared/model/activity-field.ts";
import { type EventDraft, plainEvent } from "../../../shared/protocol/activity/event.ts";

/** What a command says of its event; the vault of its items is looked up where it says none. */
export type Made = EventDraft & {
  /** Shown by the page itself, again and again while it is open: told once in a while (`once-in-a-while.ts`), by this name. */
  shownAs?: string;
  /**
   * Several that the page shows by itself: what the answer gives out is told, each once in a while by its name, in one event for each vault,
   * which is durable before the answer goes.
   */
  shownMany?: { as(item: ItemId): string; given(answer: unknown): ItemId[] };
};
type Makes<Name extends CommandName> = ((input: CommandParsed<Name>) => Made) | null;

const event = (type: ActivityType, rest: Partial<Made> = {}): Made => ({ ...plainEvent(type), ...rest });
const of = (items: readonly ItemId[]) => ({ items: items.slice(0, limits.itemsPerEvent), count: items.length });
const named = (one: { item: ItemId } | { items: ItemId[] }) => of("items" in one ? one.items : [one.item]);
const inVault =
  (type: ActivityType) =>
  ({ vault }: { vault: VaultId }): Made =>
    event(type, { vault });
const toUser = (type: ActivityType, user: UserId, rest: Partial<Made> = {}): Made =>
  event(type, { subject: user, ...rest });
const onInvite =
  (type: ActivityType) =>
  ({ invite }: { invite: InviteId }): Made =>
    event(type, { subject: invite });

type Shown = { item: ItemId; field: string; version?: number | undefined };
const ofField = ({ item, field, version }: Shown) => ({
  ...of([item]),
  field: activityField(field),
  version: version ?? null,
});

/** Notes and plain fields are read by the page whenever an item is open; a password is revealed by a person, each time anew. */
function shown(input: Shown): Made {
  const made = event("secret-shown", ofField(input));
  const { item, field, version } = input;
  return field === "password" ? made : { ...made, shownAs: `${item}/${version ?? ""}/${field}` };
}

const codeName = (item: ItemId): string => `${item}/code`;
const codesOf = (answer: unknown): ItemId[] => (answer as ShownCodes).codes.map(({ item }) => item as ItemId);

const accountEvents = {
  "team.create": null,
  "team.checkServer": null,
  "team.join": null,
  "team.compare": null,
  "team.compareState": null,
  "team.compareCode": null,
  "team.compareCancel": null,
  "invite.read": null,
  "account.status": null,
  "account.unlock": null,
  "account.abandonJoin": null,
  "account.lock": null,
  "account.deviceSheet": () => event("sheet-shown"),
  "account.changePassphrase": () => event("passphrase-changed"),
  "account.passphraseStrength": null,
  "account.setAppearance": null,
  "account.sheetKept": null,
  "account.active": null,
  "account.setAutoLock": null,
  "alert.list": null,
  "act.list": null,
  "act.cancel": null,
  "activity.list": null,
  "activity.export": () => event("activity-exported"),
  "desktop.get": null,
  "desktop.set": null,
  "link.waiting": null,
  "link.done": null,
  "sync.now": null,
  "sync.status": null,
  "sync.resume": null,
  "password.generate": null,
  "password.copy": null,
  "password.rate": null,
} satisfies Partial<{ [Name in CommandName]: Makes<Name> }>;

const itemEvents = {
  "item.save": ({ vault, item }) => event("item-saved", { vault, ...of(item === undefined ? [] : [item]) }),
  "item.list": null,
  "list.order": null,
  "list.setOrder": null,
  "item.favourite": null,
  "item.get": null,
  "item.reveal": shown,
  "item.copyField": (input) =>
    input.field === "code" ? event("code-copied", of([input.item])) : event("secret-copied", ofField(input)),
  "item.confirm": (input) => event("passphrase-asked", "item" in input ? of([input.item]) : {}),
  "item.code": ({ item }) => ({ ...event("code-shown", of([item])), shownAs: codeName(item) }),
  "code.list": null,
  "code.show": () => ({ ...event("code-shown"), shownMany: { as: codeName, given: codesOf } }),
  "code.read": null,
  "code.of": null,
  "code.check": null,
  "code.take": ({ into }) =>
    "item" in into ? event("item-saved", of([into.item])) : event("item-saved", { vault: into.vault }),
  "code.forget": null,
  "code.askable": null,
  "code.ask": ({ item, user }) => toUser("code-asked", user, of([item])),
  "code.asks": null,
  "code.endAsk": null,
  "code.copyHanded": ({ item }) => event("code-copied", of([item])),
  "code.asked": null,
  "code.hand": ({ item, user }) => toUser("code-handed", user, of([item])),
  "code.refuse": ({ item, user }) => toUser("code-refused", user, of([item])),
  "item.openWebsite": null,
  "register.list": null,
  "register.trend": null,
  "register.export": () => event("register-exported"),
  "item.needs": null,
  "item.version": null,
  "item.resolve": ({ item }) => event("conflict-settled", of([item])),
  "item.useCode": ({ item, used }) => event(used ? "recovery-code-used" : "recovery-code-freed", of([item])),
  "item.secondFactor": null,
  "gate.check": null,
  "gate.preview": null,
  "gate.past": null,
  "gate.waiting": null,
  "item.setSecondFactor": ({ item }) => event("item-saved", of([item])),
  "item.delete": (input) => event("item-deleted", named(input)),
  "item.purge": (input) => event("item-purged", named(input)),
  "item.restore": (input) =>
    event("item-restored", { ...named(input), version: "version" in input ? input.version : null }),
  "item.duplicate": ({ item }) => event("item-duplicated", of([item])),
  "item.move": (input) => event("items-moved", { ...named(input), subject: input.vault }),
  "item.moveToNew": ({ items }) => event("items-shared", of(items)),
  "draft.list": null,
  "draft.discard": null,
  "draft.move": null,
  "attachment.begin": null,
  "attachment.write": null,
  "attachment.add": () => event("file-added"),
  "attachment.space": null,
  "attachment.cancel": null,
  "attachment.save": ({ item }) => event("file-saved", of([item])),
  "attachment.remove": ({ item }) => event("file-removed", of([item])),
  "typed.keep": null,
  "typed.list": null,
  "typed.open": null,
  "typed.drop": null,
  "import.table": null,
  "import.preview": null,
  "import.apply": (input) => event("items-imported", { vault: "target" in input ? input.target : null }),
  "import.cancel": null,
  "import.copyReport": null,
  "import.reports": null,
  "export.preview": null,
  "export.make": ({ vaults, count }) =>
    event("items-exported", { vault: vaults.length === 1 ? (vaults[0] ?? null) : null, count }),
  "export.cancel": null,
} satisfies Partial<{ [Name in CommandName]: Makes<Name> }>;

const teamEvents = {
  "invite.create": () => event("invite-made"),
  "invite.list": null,
  "invite.cancel": onInvite("invite-cancelled"),
  "invite.again": onInvite("invite-copied"),
  "invite.copy": onInvite("invite-copied"),
  "invite.mail": onInvite("invite-copied"),
  "invite.compare": null,
  "invite.compareState": null,
  "invite.compareCode": null,
  "invite.compareAdd": () => event("invite-compared"),
  "invite.compareCancel": null,
  "invite.place": null,
  "invite.setPlace": null,
  "member.list": null,
  "member.access": null,
  "member.removal": null,
  "member.remove": ({ user }) => toUser("member-removed", user),
  "member.askName": () => event("name-asked"),
  "member.nameRequests": null,
  "member.acceptName": () => event("name-answered"),
  "member.declineName": () => event("name-answered"),
  "member.setRole": ({ user, role }) => toUser("role-changed", user, { right: role }),
  "member.safety": null,
  "member.verify": ({ user }) => toUser("number-compared", user),
  "group.create": () => event("group-made"),
  "group.change": ({ group }) => event("group-changed", { subject: group }),
  "group.list": null,
  "device.list": null,
  "device.revocation": null,
  "device.link": () => event("computer-linked"),
  "device.linkState": null,
  "device.linkCode": null,
  "device.linkAdd": () => event("computer-added"),
  "device.linkCancel": null,
  "device.accept": null,
  "device.acceptState": null,
  "device.acceptCode": null,
  "device.acceptCancel": null,
  "device.revoke": () => event("computer-revoked"),
  "recovery.status": null,
  "recovery.sheet": () => event("recovery-sheet-made"),
  "recovery.keep": () => event("recovery-sheet-kept"),
  "recovery.rehearse": null,
  "recovery.open": null,
  "recovery.people": null,
  "recovery.choose": () => event("recovery-people-chosen"),
  "recovery.help": ({ user }) => toUser("recovery-help-begun", user),
  "recovery.helpState": null,
  "recovery.helpCode": null,
  "recovery.helpGive": () => event("recovery-help-given"),
  "recovery.helpCancel": null,
  "recovery.ask": null,
  "recovery.askState": null,
  "recovery.askCode": null,
  "recovery.askNext": null,
  "recovery.askOpen": null,
  "recovery.askCancel": null,
  "recovery.confirm": () => event("recovery-confirmed"),
  "recovery.cancel": () => event("recovery-stopped"),
  "restored.list": null,
  "restored.dismiss": null,
  "notice.list": null,
  "notice.seen": null,
  "team.code": null,
  "team.checkCode": null,
  "team.fork": null,
  "team.saveEvidence": null,
  "team.chooseHistory": ({ user }) => toUser("history-chosen", user),
  "secondFactor.status": null,
  "secondFactor.enrol": null,
  "secondFactor.confirm": null,
  "secondFactor.switchOn": () => event("second-factor-set"),
  "secondFactor.team": null,
  "secondFactor.seen": null,
  "policy.get": null,
  "policy.set": () => event("rules-changed"),
  "cosign.list": null,
  "cosign.sign": () => event("rules-signed"),
  "cosign.refuse": () => event("rules-refused"),
  "account.stepUp": () => event("second-factor-answered"),
  "secondFactor.release": ({ user }) => toUser("second-factor-released", user),
  "device.rename": null,
  "account.removeProfile": null,
  "vault.create": () => event("vault-made"),
  "vault.list": null,
  "vault.rename": inVault("vault-renamed"),
  "vault.voiding": null,
  "vault.void": inVault("vault-restarted"),
  "vault.archive": inVault("vault-archived"),
  "vault.leave": ({ vault, successor }) => event("vault-left", { vault, subject: successor ?? null }),
  "vault.setAccess": ({ vault, user, group, permission }) =>
    group === undefined
      ? event("access-changed", { vault, subject: user ?? null, right: permission })
      : event("group-access-changed", { vault, subject: group, right: permission }),
} satisfies Partial<{ [Name in CommandName]: Makes<Name> }>;

const toolEvents = {
  "tool.list": null,
  "tool.get": null,
  "tool.save": () => event("tool-saved"),
  "tool.archive": () => event("tool-archived"),
  "tool.merge": () => event("tool-merged"),
  "tool.suggest": null,
  "tool.accept": ({ tools }) => event("tools-added", { count: tools.length }),
  "account.list": null,
  "coverage.get": null,
  "coverage.list": null,
  "coverage.export": () => event("coverage-exported"),
  "account.save": (input) => ("user" in input ? toUser("tool-account-saved", input.user) : event("tool-account-saved")),
  "account.state": () => event("tool-account-stated"),
  "account.remove": () => event("tool-account-removed"),
} satisfies Partial<{ [Name in CommandName]: Makes<Name> }>;

/** Every command, with what it makes. */
export const commandEvents: { readonly [Name in CommandName]: Makes<Name> } = {
  ...accountEvents,
  ...itemEvents,
  ...teamEvents,
  ...toolEvents,
};
