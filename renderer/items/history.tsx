/** History of an item: its versions with who, when and what changed, and older values of imports and settled conflicts. */
import { type ReactNode, useState } from "react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar, Button } from "../ui/controls.tsx";
import { OwnSecretRow } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";
import { changedWords } from "./version-words.ts";

/** So many more at a time. */
const shownAtOnce = 30;

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
  const versions = useParts(detail.history);
  const older = useParts(detail.imported);
  return (
    <>
      <h3 className="line">
        <span className="section grow">{words.items.history}</span>
        <span className="meta">{words.count.versions(detail.history.length)}</span>
      </h3>
      <ol className="history">
        {top}
        {versions.shown.map((one) =>
          one.purged !== undefined ? (
            <li key={one.version}>
              <Avatar id={one.purged.user} name={nameOf(one.purged.user)} size={16} />
              <div className="grow">
                <div>{words.purge.version}</div>
                <div className="meta">{words.items.versionBy(nameOf(one.purged.user), shortTime(one.purged.at))}</div>
              </div>
            </li>
          ) : (
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
          ),
        )}
      </ol>
      <ShowMore {...versions} />
      {detail.imported.length > 0 && (
        <section className="older">
          <h3 className="section">{words.items.older}</h3>
          <p className="meta">{words.items.olderNote}</p>
          {older.shown.map(({ field, at, reveal }) => (
            <OwnSecretRow
              key={reveal}
              item={item}
              field={reveal}
              isNarrow
              label={words.items.versionBy(fieldName(field), shortTime(at))}
            />
          ))}
          <ShowMore {...older} />
        </section>
      )}
    </>
  );
}

type Parts<One> = { shown: One[]; left: number; onMore(): void };

/** A long list, a part at a time. */
function useParts<One>(all: One[]): Parts<One> {
  const [most, setMost] = useState(shownAtOnce);
  const shown = all.slice(0, most);
  return { shown, left: all.length - shown.length, onMore: () => setMost(most + shownAtOnce) };
}

function ShowMore({ left, onMore }: Pick<Parts<unknown>, "left" | "onMore">) {
  if (left === 0) return null;
  return (
    <Button kind="quiet" className="add-line" onClick={onMore}>
      {words.items.showMore(Math.min(left, shownAtOnce))}
    </Button>
  );
}
