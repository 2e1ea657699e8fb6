/** Which calls may open logins to more people, and how the core is asked what the team's rule says of each before it is made. */
import type { CommandInput, CommandName } from "../../shared/contract/commands.ts";

export type GateQuestion = CommandInput<"gate.check">;
type Asks<Name extends CommandName> = (input: CommandInput<Name>) => GateQuestion | null;

const inPlace = (items: string[]): GateQuestion => ({ items });

const questions: { readonly [Name in CommandName]?: Asks<Name> } = {
  "vault.setAccess": ({ vault, user, group, permission }) =>
    permission === null
      ? null
      : {
          ...{ vaults: [vault], groups: [] },
          to: { users: user === undefined ? [] : [user], groups: group === undefined ? [] : [group] },
        },
  "group.change": ({ group, add = [] }) =>
    add.length === 0 ? null : { vaults: [], groups: [group], to: { users: [...add], groups: [] } },
  "invite.create": ({ grants = [], groups = [] }) =>
    grants.length + groups.length === 0
      ? null
      : { vaults: grants.map(({ vault }) => vault), groups: [...groups], to: null },
  "item.move": (of) => ({ items: "items" in of ? [...of.items] : [of.item], into: of.vault }),
  "item.moveToNew": ({ items, people }) => (people.length === 0 ? null : { items: [...items], into: null }),
  "draft.move": ({ item, vault }) => ({ items: [item], into: vault }),
  "item.duplicate": ({ item }) => inPlace([item]),
  // What lies in Trash is not listed: there the core alone says.
  "item.restore": (of) => ("version" in of ? inPlace([of.item]) : null),
};

/** Null: the call opens nothing to anybody. */
export function gateQuestion<Name extends CommandName>(name: Name, input: CommandInput<Name>): GateQuestion | null {
  const asks = questions[name] as Asks<Name> | undefined;
  return asks?.(input) ?? null;
}
