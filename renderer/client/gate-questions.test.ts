/** What the core is asked before a call that may open logins to more people; of others nothing. */
import { expect, it } from "vitest";
import type { CommandInput, CommandName } from "../../shared/contract/commands.ts";
import { gateQuestion } from "./gate-questions.ts";

const row = <Name extends CommandName>(name: Name, input: CommandInput<Name>, question: object | null) =>
  [name, input, question] as const;

it.each([
  row(
    "vault.setAccess",
    { vault: "v", user: "u", permission: "use" },
    {
      ...{ vaults: ["v"], groups: [], to: { users: ["u"], groups: [] } },
    },
  ),
  row(
    "vault.setAccess",
    { vault: "v", group: "g", permission: "edit" },
    {
      ...{ vaults: ["v"], groups: [], to: { users: [], groups: ["g"] } },
    },
  ),
  row("vault.setAccess", { vault: "v", user: "u", permission: null }, null),
  row("group.change", { group: "g", add: ["u"] }, { vaults: [], groups: ["g"], to: { users: ["u"], groups: [] } }),
  row("group.change", { group: "g", remove: ["u"] }, null),
  row("invite.create", { name: "Eve" }, null),
  row(
    "invite.create",
    { name: "Eve", grants: [{ vault: "v", permission: "use" }], groups: ["g"] },
    {
      ...{ vaults: ["v"], groups: ["g"], to: null },
    },
  ),
  row("item.move", { item: "i", vault: "v" }, { items: ["i"], into: "v" }),
  row("item.move", { items: ["i", "j"], vault: "v" }, { items: ["i", "j"], into: "v" }),
  row("item.moveToNew", { items: ["i"], title: "New", people: ["u"] }, { items: ["i"], into: null }),
  row("item.moveToNew", { items: ["i"], title: "New", people: [] }, null),
  row("draft.move", { item: "i", vault: "v" }, { items: ["i"], into: "v" }),
  row("item.duplicate", { item: "i" }, { items: ["i"] }),
  row("item.restore", { item: "i", version: 1 }, { items: ["i"] }),
  row("item.restore", { items: ["i"] }, null),
  row("item.delete", { items: ["i"] }, null),
  row("vault.list", {}, null),
])("%s %j", (name, input, question) => expect(gateQuestion(name, input as never)).toEqual(question));
