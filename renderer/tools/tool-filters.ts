/** Which tools a filter keeps. */
import type { MemberShape } from "../../shared/contract/shapes.ts";
import type { ToolRow } from "../../shared/contract/tool-shapes.ts";
import { isFound } from "../page/fold-text.ts";

/** Who is in the team now, by id, with their names. */
export type Active = ReadonlyMap<string, string>;
type Keeps = (row: ToolRow, around: { self: string; active: Active }) => boolean;

export const filterNames = ["all", "mine", "noOwner", "noDeputy", "strict", "twice", "archived"] as const;
export type FilterName = (typeof filterNames)[number];

/** Whoever left answers for nothing any more. */
const answers = (user: string | null, active: Active): boolean => user !== null && active.has(user);

const keeps: Record<FilterName, Keeps> = {
  all: () => true,
  mine: ({ owner, deputy }, { self }) => owner === self || deputy === self,
  noOwner: ({ owner }, { active }) => !answers(owner, active),
  noDeputy: ({ deputy }, { active }) => !answers(deputy, active),
  strict: ({ dataClass }) => dataClass === "strictly-confidential",
  twice: ({ twin }) => twin !== null,
  archived: () => true,
};

/** The tools of each filter; archived ones stand in theirs alone. */
export function filteredTools(rows: readonly ToolRow[], self: string, active: Active): Record<FilterName, ToolRow[]> {
  const of = (name: FilterName): ToolRow[] =>
    rows.filter((row) => (row.state === "archived") === (name === "archived") && keeps[name](row, { self, active }));
  return Object.fromEntries(filterNames.map((name) => [name, of(name)])) as Record<FilterName, ToolRow[]>;
}

/** Those in which every typed word stands: in the name, a domain, or the owner's name. */
export function foundTools(rows: readonly ToolRow[], text: string, active: Active): ToolRow[] {
  return rows.filter(({ name, domains, owner }) => isFound(text, name, ...domains, active.get(owner ?? "") ?? ""));
}

/** People in the team now. */
export function activeNames(members: readonly MemberShape[]): Active {
  return new Map(members.flatMap(({ user, name, state }) => (state === "active" ? [[user, name] as const] : [])));
}
