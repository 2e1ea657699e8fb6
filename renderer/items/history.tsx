/** History of an item: its versions with who, when and what changed, and older values of imports and settled conflicts. */
import type { ReactNode } from "react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar } from "../ui/controls.tsx";
import { OwnSecretRow } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";
import { changedWords } from "./version-words.ts";

const shownVersions = 30;
const shownOlder = 30;

type Version = ItemDetail["history"][number];

/** What a version did. */
function deed(one: Version, detail: ItemDetail): string {
  const source = detail.sources.find(({ format }) => format !== "moved");
  if (one.version === 1)
    return source === undefined
      ? words.items.made
      : words.items.imported(words.items.formats[source.format] ?? source.format);
  return changedWords(one);
}

type HistoryProps = {
  item: string;
  detail: ItemDetail;
  members: MemberShape[];
  /** The version that is open. */
  selected: number | null;
  onOpen(version: number): void;
  /** What came after the last version. */
  top?: ReactNode;
};

/** The aside; each version opens. */
export function History({ item, detail, members, selected, onOpen, top }: HistoryProps) {
  const nameOf = (user: string): string => memberName(user, members);
  return (
    <>
      <h3 className="line">
        <span className="section grow">{words.items.history}</span>
        <span className="meta">{words.count.versions(detail.history.length)}</span>
      </h3>
      <ol className="history">
        {top}
        {detail.history.slice(0, shownVersions).map((one) => (
          <li key={one.version}>
            <Avatar id={one.user} name={nameOf(one.user)} size={16} />
            <button
              type="button"
              className="grow version-open"
              data-version={one.version}
              aria-current={one.version === selected ? "true" : undefined}
              onClick={() => onOpen(one.version)}
            >
              <span>{deed(one, detail)}</span>
              <span className="meta">{words.items.versionBy(nameOf(one.user), shortTime(one.time))}</span>
            </button>
          </li>
        ))}
      </ol>
      {detail.imported.length > 0 && (
        <section className="older">
          <h3 className="section">{words.items.older}</h3>
          <p className="meta">{words.items.olderNote}</p>
          {detail.imported.slice(0, shownOlder).map(({ field, at, reveal }) => (
            <OwnSecretRow
              key={reveal}
              item={item}
              field={reveal}
              isNarrow
              label={words.items.versionBy(fieldName(field), shortTime(at))}
            />
          ))}
        </section>
      )}
    </>
  );
}
