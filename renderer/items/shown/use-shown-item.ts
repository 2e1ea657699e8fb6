/**
 * Which item stands in the detail: the selected one as soon as it is read; until then the one before, so that moving
 * through the list never blinks; after 150 ms of waiting, the selected one without its fields.
 */
import { useRef } from "react";
import type { ItemDetail, ItemRow } from "../../../shared/contract/shapes.ts";
import type { Failure } from "../../../shared/failures.ts";
import { useAnswer } from "../../client/client.ts";
import { useSlow } from "../../ui/rows.tsx";
import { openFieldsOf } from "./open-fields.ts";
import { useOpenValues } from "./use-open-values.ts";

export type ShownItem = {
  row: ItemRow;
  detail: ItemDetail | null;
  openValues: Record<string, string>;
  /** Everything that stands in the open is there, as this `detail` has it: it may be edited as it is. */
  isWhole: boolean;
  failure: Failure | null;
};

const nothing: string[] = [];

/** Null while nothing was read yet. */
export function useShownItem(row: ItemRow | undefined): ShownItem | null {
  const item = row?.item ?? "";
  const answer = useAnswer("item.get", { item }, row !== undefined);
  const detail = answer.value?.item === item ? answer.value : undefined;
  const isRead = detail !== undefined;
  const open = useOpenValues(item, isRead ? openFieldsOf(detail) : nothing, isRead ? answer.at : 0);
  const isReady = answer.failure !== null || (isRead && open !== null);
  const isSlow = useSlow(row !== undefined && !isReady);
  const before = useRef<ShownItem | null>(null);
  if (row === undefined) before.current = null;
  else if (isReady || isSlow)
    before.current = {
      ...{ row, detail: detail ?? null, failure: answer.failure },
      openValues: open?.values ?? {},
      isWhole: isRead && open?.isWhole === true,
    };
  return before.current;
}
