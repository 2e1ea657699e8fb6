/** Items that wait for this person: a conflict, a change that cannot be sent, a version that cannot be read. */
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Mark } from "../ui/controls.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { TodayContext, TodayRow } from "./today-row.ts";

/** One row for each item, as `item.needs` names it. */
export function useItemRows({ toItems }: TodayContext): TodayRow[] {
  const needs = useAnswer("item.needs", {}).value ?? [];
  const vaults = useAnswer("vault.list", {}).value ?? [];
  return needs.map(({ item, vault, title, why }) => {
    const place = vaults.find((one) => one.vault === vault);
    const does = words.today.items[why];
    return {
      id: `${why} ${item}`,
      mark: <Mark id={item} name={title} />,
      title,
      note: place === undefined ? does.note : words.today.inVault(does.note, vaultTitle(place)),
      ...{ act: does.act, label: `${does.act}: ${title}` },
      onAct: () => toItems({ vault: null, item, shelf: "needs" }),
    };
  });
}
