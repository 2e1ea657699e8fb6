/** Values that lost against another edit: kept, shown, never thrown away. Choosing between them comes next. */
import { Circle, CircleDashed, GitMerge } from "lucide-react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar } from "../ui/controls.tsx";
import { Alert } from "../ui/rows.tsx";
import { OwnSecretRow } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";

type Kept = ItemDetail["conflictList"][number];

/** Nothing where nothing is in conflict. */
export function ConflictBlock({ detail, members }: { detail: ItemDetail; members: MemberShape[] }) {
  const { item, conflictList } = detail;
  if (conflictList.length === 0) return null;
  const kept = conflictList.filter(({ field }) => field !== "deleted");
  const fields = [...new Set(kept.map(({ field }) => field))];
  return (
    <section aria-label={words.items.conflict}>
      <Alert
        icon={GitMerge}
        title={kept.length === 0 ? words.items.conflictDeleted : words.items.conflicts(fields.map(called).join(", "))}
      >
        {kept.length > 0 && words.items.conflictsNote}
      </Alert>
      {fields.map((field) => (
        <div key={field} className="kept-cards">
          <InUse item={item} field={field} />
          {kept
            .filter((one) => one.field === field)
            .map((one) => (
              <KeptCard key={one.conflict} item={item} kept={one} name={memberName(one.user, members)} />
            ))}
        </div>
      ))}
    </section>
  );
}

function called(field: string): string {
  const name = fieldName(field);
  return words.fieldNames.fields[field] === undefined ? words.items.conflictOfOwn(name) : words.items.conflictOf(name);
}

function InUse({ item, field }: { item: string; field: string }) {
  return (
    <div className="kept-card" data-used="true">
      <div className="kept-head">
        <Circle size={14} strokeWidth={2.1} aria-hidden="true" />
        <span className="row-title cut">{words.items.inUse}</span>
      </div>
      <OwnSecretRow item={item} field={field} label={fieldName(field)} isNarrow />
    </div>
  );
}

function KeptCard({ item, kept, name }: { item: string; kept: Kept; name: string }) {
  return (
    <div className="kept-card">
      <div className="kept-head">
        <Avatar id={kept.user} name={name} size={20} />
        <span className="row-title cut">{name}</span>
      </div>
      <OwnSecretRow
        item={item}
        field={`conflict:${kept.conflict}`}
        label={`${fieldName(kept.field)}, ${shortTime(kept.at)}`}
        isNarrow
      />
      <p className="meta kept-foot">
        <CircleDashed size={12} strokeWidth={2.1} aria-hidden="true" /> {words.items.kept}
      </p>
    </div>
  );
}
