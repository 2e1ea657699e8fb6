/** Values that lost against another edit: each stands beside the current one, with who and when, until somebody chooses. */
import { GitMerge } from "lucide-react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { Alert } from "../ui/rows.tsx";
import { SettleField } from "./settle-field.tsx";

type BlockProps = { detail: ItemDetail; members: MemberShape[] };

/** Nothing where nothing is in conflict. */
export function ConflictBlock({ detail, members }: BlockProps) {
  const { conflictList } = detail;
  if (conflictList.length === 0) return null;
  const kept = conflictList.filter(({ field }) => field !== "deleted");
  const fields = [...new Set(conflictList.map(({ field }) => field))];
  const named = [...new Set(kept.map(({ field }) => field))];
  return (
    <section aria-label={words.items.conflict}>
      <Alert
        icon={GitMerge}
        title={kept.length === 0 ? words.items.conflictDeleted : words.items.conflicts(named.map(called).join(", "))}
      >
        {kept.length > 0 && words.items.conflictsNote}
      </Alert>
      {fields.map((field) => (
        <SettleField
          key={`${field} ${conflictList.length}`}
          detail={detail}
          members={members}
          field={field}
          conflicts={conflictList.filter((one) => one.field === field)}
        />
      ))}
    </section>
  );
}

function called(field: string): string {
  const name = fieldName(field);
  return words.fieldNames.fields[field] === undefined ? words.items.conflictOfOwn(name) : words.items.conflictOf(name);
}
