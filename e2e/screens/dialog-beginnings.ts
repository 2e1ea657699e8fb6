/**
 * Every dialog by its name: where it begins, so that one Enter does nothing that cannot be taken back, and how it opens over which
 * place of `layers.ts`, where Escape closes it and nothing else. The compiler asks for both.
 */
import type { Page } from "playwright-core";
import type { DialogName } from "../../renderer/ui/dialog-names.ts";
import { words } from "../../shared/copy/words.ts";
import { passphrase } from "../kit/must.ts";
import { button, choose, type PlaceName, row } from "./layers.ts";

/**
 * `cancel`: the act destroys, overwrites or leads to a doubtful place. `act`: Enter does it. `field`: something is typed first.
 * `choice`: something is chosen, and Enter goes on with what is chosen.
 */
type DialogBeginning = "cancel" | "act" | "field" | "choice";
type Opening = (page: Page) => Promise<void>;
/** How it opens over each place; or why the spec of Escape does not open it. */
type Opens = Partial<Record<PlaceName, Opening>> | string;

const by =
  (name: string | RegExp): Opening =>
  (page) =>
    button(page, name).click();
const inMenu =
  (menu: string | RegExp, act: string | RegExp): Opening =>
  (page) =>
    choose(page, menu, act);
const generate: Opening = (page) => page.keyboard.press("Control+g");

const items = {
  "edit-leave": ["cancel", { "an edit": by(/^Cancel/) }],
  "edit-over": ["cancel", "it comes only as somebody else saved a value while it was edited"],
  generator: [
    "field",
    {
      "the text of the filter": generate,
      "an earlier version": generate,
      "a dry run": generate,
    },
  ],
  "ask-again": [
    "field",
    {
      "the text of the filter": async (page) => {
        await row(page, "Mailjet").click();
        await page.getByRole("heading", { name: "Mailjet" }).waitFor();
        await button(page, "Show: Password").click();
      },
    },
  ],
  "website-caution": [
    "cancel",
    {
      "the text of the filter": async (page) => {
        await row(page, "Mailjet").click();
        await page.getByRole("heading", { name: "Mailjet" }).waitFor();
        await page.keyboard.press("Control+Enter");
      },
    },
  ],
  "version-restore": ["act", { "an earlier version": by(/^Restore this version/) }],
  "file-remove": [
    "cancel",
    {
      "the text of the filter": async (page) => {
        const given = { name: "plan.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(4000, 1) };
        await page.locator(".file-add input[type=file]").setInputFiles(given);
        await button(page, /^Remove .plan/).click();
      },
    },
  ],
  "files-leave": ["cancel", "it comes only as an item is moved whose files have not come yet"],
  "item-move": [
    "choice",
    {
      "the text of the filter": inMenu("More", /^Move to another/),
      "several marked rows": by(/^Move to another/),
    },
  ],
  "item-share": ["choice", { "the text of the filter": inMenu("More", /^Share/) }],
  "item-tag": ["field", { "several marked rows": by(/^Add tags/) }],
  "item-why": [
    "field",
    {
      "the text of the filter": async (page) => {
        await row(page, "Mailchimp").click();
        await page.getByRole("heading", { name: "Mailchimp", exact: true }).waitFor();
        await button(page, "Say why").click();
      },
    },
  ],
  "second-factor-state": ["choice", { "the text of the filter": by(/^Say how it stands/) }],
  "settle-in-turn": ["choice", "it stands over the list behind a figure, which the spec of settling in turn walks"],
  "settle-in-turn-over": ["act", "it comes at the end of settling in turn"],
  "exemption-sign": ["cancel", "it comes only where somebody asked this person for an exemption"],
  "exemption-decline": ["field", "it comes only where somebody asked this person for an exemption"],
  "gate-held": ["act", "it comes only where the team’s rule holds back an act"],
  "factor-settle": ["act", "it comes only where the team’s rule is about a login that is not settled"],
  "item-purge": ["cancel", "it is offered thirty days after the deletion"],
  "items-purge": ["field", "it is offered thirty days after the deletion"],
  "code-add": ["field", { "the codes": by(/^Add a code/) }],
  "code-ask": ["field", "it comes only where somebody else keeps a seed"],
  "code-qr": ["cancel", "it comes only on a login with a code"],
  "unsent-discard": ["cancel", "it comes only on what can not be sent any more"],
  "typed-discard": ["cancel", "it comes only on what was typed before a lock"],
  "typed-left": ["field", "it comes only on what was typed before a lock"],
} satisfies Rows;

const vaults = {
  "vault-new": ["field", { "the text of the filter": by("New vault") }],
  "vault-rename": ["field", { "a vault’s sheet": by("Rename") }],
  "vault-lower": [
    "cancel",
    {
      "a vault’s sheet": async (page) => void (await page.getByLabel(words.vault.mayOf("Bob")).selectOption("use")),
    },
  ],
  "vault-take-out": ["cancel", { "a vault’s sheet": inMenu(/^More about Bob/, "Remove access…") }],
  "vault-archive": ["cancel", { "a vault’s sheet": by(/^Archive/) }],
  "vault-leave": ["cancel", { "a vault’s sheet": inMenu(/^More about Ada/, "Leave…") }],
  "vault-restart": ["field", "it comes only on a vault whose entries do not follow each other"],
} satisfies Rows;

const people = {
  invite: ["field", { "somebody’s page": by("Invite") }],
  "invite-ready": [
    "act",
    {
      "somebody’s page": async (page) => {
        await button(page, "Invite").click();
        await page.keyboard.type("Khai");
        await page.keyboard.press("Enter");
      },
    },
  ],
  "invite-compare": ["cancel", "it comes only as somebody invited waits"],
  "invite-compare-over": ["act", "it comes only as the joiner or the server ends it"],
  "person-compare": ["cancel", { "somebody’s page": by(/^Compare/) }],
  "person-role": ["choice", { "somebody’s page": by(/^Change role/) }],
  "person-remove": ["field", { "somebody’s page": by(/^Remove from team/) }],
  "name-ask": ["field", { "one’s own page": by(/^Ask for another name/) }],
  "name-decline": ["field", "it comes only as somebody asks for another name"],
  "history-choose": ["field", "it comes only while two histories are proven"],
  "group-new": ["field", { "a group": by("New group") }],
  "group-take-out": ["cancel", { "a group": inMenu(/^More about Bob/, words.groups.takeOut) }],
  "group-unmanage": [
    "cancel",
    {
      "a group": async (page) => {
        await page
          .getByRole("button", { name: /^More about Bob/ })
          .last()
          .click();
        await page.getByRole("menuitem", { name: words.groups.noManager }).click();
      },
    },
  ],
  "group-leave": ["cancel", { "a group": by(words.groups.leave) }],
} satisfies Rows;

const settings = {
  "computer-ask": ["field", { "the computers in Settings": by(/^Add a computer/) }],
  // Until the other computer has answered there is nothing to type, and nothing to add.
  "computer-add": [
    "cancel",
    {
      "the computers in Settings": async (page) => {
        await button(page, /^Add a computer/).click();
        await page.keyboard.insertText(passphrase);
        await page.keyboard.press("Enter");
      },
    },
  ],
  "computer-over": ["act", "it comes only as the other computer or the server ends it"],
  "computer-remove": ["field", { "the computers in Settings": by(words.computers.removeThis) }],
  "computer-revoke": ["cancel", { "somebody’s page": by(/^Remove Bob’s computer/) }],
  "passphrase-change": ["field", { "the passphrase in Settings": by(/^Change…/) }],
  "archive-make": ["field", { "the export in Settings": by(words.export.make) }],
  "sheet-ask": ["field", { "the computers in Settings": by("Print it…") }],
  "sheet-without": ["act", "it comes only before there is a profile to come back to"],
  "join-abandon": ["cancel", "it comes only before there is a profile to come back to"],
  "second-factor": ["field", "it comes only as the server asks somebody who has one"],
  "factor-ask": ["field", "its page asks the server how the second factor stands"],
  "factor-release": ["cancel", "it comes only of somebody who has a second factor"],
  "rules-sessions": ["choice", "it opens only for an admin who has a second factor"],
  "rules-sign": ["cancel", "it comes only as another admin asks for a signature"],
  "rules-cosigned": ["choice", "it opens only where two admins can sign for each other"],
  "people-choose": ["choice", { "the computers in Settings": by(words.recoveryPeople.choose) }],
  "people-ask": ["field", "it comes only once two people were chosen"],
  "help-ask": ["field", "it comes only with a share of somebody else’s sheet"],
  "help-give": ["cancel", "it comes only with a share of somebody else’s sheet"],
  "help-over": ["act", "it comes only as the other computer or the server ends it"],
  "recovery-ask": ["field", { "the computers in Settings": by(words.recovery.make) }],
  "recovery-rehearse": ["field", "it comes only with a recovery sheet in force"],
  "recovery-works": ["act", "it comes only once a recovery sheet was typed"],
  // One Enter neither stops nor confirms it.
  changes: ["act", "it comes only as somebody else changed something for this person"],
  "recovery-own": ["cancel", "it comes only as somebody comes back with a recovery sheet"],
  "recovery-other": ["cancel", "it comes only as somebody comes back with a recovery sheet"],
} satisfies Rows;

const tools = {
  "tool-edit": ["field", { "the list of tools": by("Add a tool"), "a tool": by(/^Edit/) }],
  "tool-account": ["field", { "a tool": by("Add an account") }],
  "account-state": ["field", { "own accounts": by("Add my account") }],
  "tool-merge": ["cancel", { "a tool": by(/^Merge into/) }],
} satisfies Rows;

type Row = readonly [DialogBeginning, Opens];
type Rows = Partial<Record<DialogName, Row>>;
const dialogs: Record<DialogName, Row> = { ...items, ...vaults, ...people, ...settings, ...tools };

/** The dialogs that open over a place. */
export function dialogsOver(place: PlaceName): [string, Opening][] {
  return Object.entries(dialogs).flatMap(([name, [, opens]]) => {
    const open = typeof opens === "string" ? undefined : opens[place];
    return open === undefined ? [] : [[name, open] as [string, Opening]];
  });
}

/** What is wrong with a dialog that begins at `begins`; null where it is as the table says. */
export function dialogFault(name: string, begins: string): string | null {
  const known: Record<string, Row> = dialogs;
  const right = known[name]?.[0];
  if (right === undefined) return `the dialog ${name} is not in the table of beginnings`;
  // Where there is nothing to choose among, the name of the new thing comes first.
  const isRight = begins === right || (right === "choice" && begins === "field");
  return isRight ? null : `the dialog ${name} begins at ${begins}, not at ${right}`;
}
