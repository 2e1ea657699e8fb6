/**
 * Values that stand in the open once an item is shown (notes, text and date fields), though they are sealed with the
 * secrets. Read when the item opens, kept by the component alone, never in the cache of answers.
 */
import { useEffect, useState } from "react";
import { callUnasked } from "../../client/client.ts";

export type OpenValues = {
  values: Record<string, string>;
  /** They are all there, and belong to the item as it was read last. */
  isWhole: boolean;
};
type Read = { item: string; at: number; values: Record<string, string>; isAll: boolean };

/** The values by field name; null until they are here. Read again when the item was read again (`at`; 0 for not yet). */
export function useOpenValues(item: string, fields: string[], at: number): OpenValues | null {
  const [read, setRead] = useState<Read | null>(null);
  const key = fields.join("\n");
  useEffect(() => {
    if (at === 0) return;
    let isCurrent = true;
    const names = key === "" ? [] : key.split("\n");
    void Promise.all(names.map((field) => callUnasked("item.reveal", { item, field }))).then((answers) => {
      if (!isCurrent) return;
      const values = answers.flatMap((answer, index) => (answer.ok ? [[names[index], answer.value.value]] : []));
      const isAll = answers.every(({ ok }) => ok);
      setRead({ item, at, values: Object.fromEntries(values), isAll });
    });
    return () => {
      isCurrent = false;
    };
  }, [item, key, at]);
  if (read === null || read.item !== item) return null;
  return { values: read.values, isWhole: read.isAll && read.at === at };
}
