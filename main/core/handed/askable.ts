/**
 * Which codes this person may ask for, and whom. Whoever cannot open a login knows of it only what everybody of the team reads: that
 * it is an account of a tool. Nothing says in which vault it lies, so who is asked is who stands for the tool, and who said that the
 * login is its account: their own apps say whether they have it.
 */
import type { AskableCode } from "../../../shared/contract/handed-codes.ts";
import type { ItemId, UserId } from "../../../shared/encoding/ids.ts";
import { compareTitles } from "../../../shared/model/search-text.ts";
import { toolsOf } from "../letters/letters.ts";
import { isActive, type Register, readRegister } from "../tools/register.ts";
import type { HandedArea } from "./handed-area.ts";

/** `code.askable`: by the tools' names. */
export async function askableCodes(area: HandedArea): Promise<AskableCode[]> {
  const [register, items] = [await readRegister(area), await area.items()];
  const found = new Map<ItemId, AskableCode>();
  for (const [account, { item, tool: said, signInName }] of register.accounts) {
    const tool = register.meant(said);
    if (item === null || tool === null || items.get(item) !== undefined || found.has(item)) continue;
    const holders = holdersOf(area, register, { account, tool });
    const toolName = register.tools.get(tool)?.name ?? "";
    if (holders.length > 0) found.set(item, { item, tool, toolName, signInName, holders });
  }
  return [...found.values()].sort((left, right) => compareTitles(left.toolName, right.toolName));
}

/** Whether a login is an account of a tool that is there. */
export async function isAccount(area: HandedArea, item: ItemId): Promise<boolean> {
  const { accounts } = await readRegister(area);
  return [...accounts.values()].some((one) => one.item === item);
}

/** Its owner, its deputy, and whose change made the account, by the chain that this computer verified; those who are in the team. */
function holdersOf(area: HandedArea, { tools }: Register, of: { account: ItemId; tool: ItemId }): UserId[] {
  const { owner = null, deputy = null } = tools.get(of.tool) ?? {};
  const vault = toolsOf(area.log.state());
  const first = vault === undefined ? undefined : area.history.held(vault, of.account).at(-1);
  const asked = new Set([owner, deputy, first?.author.user ?? null]);
  return [...asked].filter((user) => user !== null && user !== area.profile.user && isActive(area, user)) as UserId[];
}
