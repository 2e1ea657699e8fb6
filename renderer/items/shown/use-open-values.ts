/**
 * Values that stand in the open once an item is shown (notes, text and date fields), though they are sealed with the
 * secrets. Read when the item opens, kept by the component alone, never in the cache of answers.
 */
import { useEffect, useState } from "react";
import { call } from "../../client/client.ts";

type Read = { item: string; values: Record<string, string> };

/** The values by field name; null until they are here. Read again when the item was read again (`at`; 0 for not yet). */
export function useOpenValues(item: string, fields: string[], at: number): Record<string, string> | null {
  const [read, setRead] = useState<Read | null>(null);
  const key = fields.join("\n");
  useEffect(() => {
    if (at === 0) return;
    let isCurrent = true;
    const names = key === "" ? [] : key.split("\n");
    void Promise.all(names.map((field) => call("item.reveal", { item, field }))).then((answers) => {
      if (!isCurrent) return;
      const values = answers.flatMap((answer, index) => (answer.ok ? [[names[index], answer.value.value]] : []));
      setRead({ item, values: Object.fromEntries(values) });
    });
    return () => {
      isCurrent = false;
    };
  }, [item, key, at]);
  return read !== null && read.item === item ? read.values : null;
}
