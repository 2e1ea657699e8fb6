/** The activity that is shown, by time, person and kind, as a file: for a spreadsheet, or as lines of JSON. */
import { Braces, FileDown, Table2 } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { IconButton } from "../ui/controls.tsx";
import { ActMenu } from "../ui/menu.tsx";
import { marksOf } from "./activity-rows.ts";

type ExportMenuProps = { days: number; user: UserId | undefined; types: string[] | undefined };

/** The button with its two ways. */
export function ExportMenu({ days, user, types }: ExportMenuProps) {
  const save = async (format: "csv" | "jsonl"): Promise<void> => {
    const [from = 0] = marksOf(days);
    const who = user === undefined ? {} : { user };
    const saved = await call("activity.export", { format, from, ...who, ...(types === undefined ? {} : { types }) });
    if (saved.ok) tell(words.activity.saved(saved.value));
    else if (saved.failure.code !== "cancelled") tellFailure(saved.failure);
  };
  return (
    <ActMenu
      acts={[
        { icon: Table2, label: words.activity.asTable, onAct: () => void save("csv") },
        { icon: Braces, label: words.activity.asLines, onAct: () => void save("jsonl") },
      ]}
    >
      <IconButton icon={FileDown} label={words.activity.save} />
    </ActMenu>
  );
}
