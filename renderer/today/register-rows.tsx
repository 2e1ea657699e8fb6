/** Shared logins of which nobody said why they are shared, or who answers for them. */
import { Share2 } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Mark } from "../ui/controls.tsx";
import { isWritable } from "../vaults/is-writable.ts";
import type { TodayContext, TodayRow } from "./today-row.ts";

const namesShown = 3;

/** One row for all: it leads to the list of them. Only for who can say something about one that they see. */
export function useRegisterRows({ toItems }: TodayContext): TodayRow[] {
  const page = useAnswer("register.list", { only: "unanswered", limit: 50 }).value;
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const rows = (page?.rows ?? []).filter(({ vault }) => vaults.some((one) => one.vault === vault && isWritable(one)));
  const [first] = rows;
  if (page === undefined || first === undefined) return [];
  const titles = rows.slice(0, namesShown).map(({ title }) => title);
  const isOne = page.total === 1;
  return [
    {
      id: "unanswered",
      mark: isOne ? (
        <Mark id={first.item} name={first.title} />
      ) : (
        <Share2 size={16} strokeWidth={1.75} aria-hidden="true" />
      ),
      title: isOne ? words.today.unanswered(first.title) : words.today.manyUnanswered(page.total),
      note: isOne ? words.today.unansweredNote : words.today.unansweredOf(titles, page.total - titles.length),
      ...{ act: words.register.say, label: words.today.sayWhy(page.total) },
      onAct: () => toItems({ vault: null, item: null, register: "unanswered" }),
    },
  ];
}
