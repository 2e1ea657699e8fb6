/** `item.list`: of the living or of Trash; all, those that a person chose, or those that wait for them. */
import type { CommandOutput, CommandParsed } from "../../../../shared/contract/commands.ts";
import { type Favoured, favouriteItems } from "./favourites.ts";
import { listNeeds } from "./needs-list.ts";
import { listTrash } from "./trash.ts";

/** Rows that are favourites say so. */
export async function listItems(
  area: Favoured,
  { deleted, favourites, needs, usedBefore, ...query }: CommandParsed<"item.list">,
): Promise<CommandOutput<"item.list">> {
  if (deleted === true) return listTrash(area, query);
  if (needs === true) return listNeeds(area, query);
  const chosen = await favouriteItems(area);
  const among = favourites === true ? { among: chosen } : {};
  const habits =
    usedBefore === undefined ? {} : { uses: { before: usedBefore, items: area.habits.usedBefore(usedBefore) } };
  const found = area.overviews.index.list({ ...query, ...among, ...habits, createdAt: area.createdAt });
  return {
    ...found,
    items: found.items.map((row) => (chosen.has(row.item as never) ? { ...row, favourite: true as const } : row)),
  };
}
