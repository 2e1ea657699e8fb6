/**
 * The pages of the program, one table: which commands each may call and which events it hears. The host says which page a channel
 * belongs to, the core obeys the row. Quick access finds and copies; it can neither show nor change anything.
 */
import type { CommandName, EventName } from "./commands.ts";

type Row = { commands: Partial<Record<CommandName, true>> | "every"; events: readonly EventName[] | "every" };

export const pageKinds = {
  main: { commands: "every", events: "every" },
  quick: {
    commands: {
      "account.status": true,
      "account.active": true,
      "account.unlock": true,
      "account.lock": true,
      "item.list": true,
      "item.copyField": true,
      "item.confirm": true,
    },
    events: ["session.changed", "items.changed", "vault.changed"],
  },
} as const satisfies Record<string, Row>;

export type PageKind = keyof typeof pageKinds;

/** Whether a page of this kind may call this command; `name` is hostile. */
export function mayCall(page: PageKind, name: string): boolean {
  const { commands }: Row = pageKinds[page];
  return commands === "every" || Object.hasOwn(commands, name);
}

/** The events that a page of this kind hears, of all that there are. */
export function heardBy(page: PageKind, all: readonly EventName[]): readonly EventName[] {
  const { events }: Row = pageKinds[page];
  return events === "every" ? all : events;
}
