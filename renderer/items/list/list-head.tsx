/** Above the rows: how many there are of each kind, and the order that the person chose for them. */
import { ArrowDownAZ, ArrowUpDown, CalendarPlus, Check, Clock3, History, type LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { words } from "../../../shared/copy/words.ts";
import { type ListOrder, listOrders } from "../../../shared/model/list-orders.ts";
import { call } from "../../client/client.ts";
import { tellFailure } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { ActMenu } from "../../ui/menu.tsx";
import { hasKinds, KindChips } from "./kind-chips.tsx";

const icons: Record<ListOrder, LucideIcon> = {
  title: ArrowDownAZ,
  changed: History,
  created: CalendarPlus,
  used: Clock3,
};

async function setOrder(order: ListOrder): Promise<void> {
  const set = await call("list.setOrder", { order });
  if (!set.ok) tellFailure(set.failure);
}

type HeadProps = { total: number; order: ListOrder } & ComponentProps<typeof KindChips>;

/** One line; the order is a menu. */
export function ListHead({ total, order, ...chips }: HeadProps) {
  const acts = listOrders.map((one) => ({
    icon: one === order ? Check : icons[one],
    label: words.listOrder.by[one],
    onAct: () => void setOrder(one),
  }));
  return (
    <div className="list-head">
      {hasKinds(chips.kinds, chips.chosen) ? (
        <KindChips {...chips} />
      ) : (
        <span className="grow tab">{words.count.items(total)}</span>
      )}
      <ActMenu acts={acts}>
        <IconButton icon={ArrowUpDown} label={`${words.listOrder.sort}: ${words.listOrder.by[order]}`} />
      </ActMenu>
    </div>
  );
}
