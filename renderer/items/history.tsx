/** History of an item: our own versions with who and when, and older values that came with an import. Read only for now. */
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../../shared/copy/dates.ts";
import { fieldName } from "../../shared/copy/field-name.ts";
import { words } from "../../shared/copy/words.ts";
import { Avatar } from "../ui/controls.tsx";
import { OwnSecretRow } from "./secret-row.tsx";
import { memberName } from "./shown/member-name.ts";

const shownVersions = 30;
const shownOlder = 30;

type Version = ItemDetail["history"][number];

/** What a version did, as far as the item itself says it. */
function deed({ version, time }: Version, detail: ItemDetail): string {
  const source = detail.sources.find(({ format }) => format !== "moved");
  if (version === 1)
    return source === undefined
      ? words.items.made
      : words.items.imported(words.items.formats[source.format] ?? source.format);
  return time === detail.passwordChangedAt ? words.items.passwordChanged : words.items.changed;
}

/** The aside. */
export function History({ item, detail, members }: { item: string; detail: ItemDetail; members: MemberShape[] }) {
  const nameOf = (user: string): string => memberName(user, members);
  return (
    <>
      <h3 className="line">
        <span className="section grow">{words.items.history}</span>
        <span className="meta">{words.count.versions(detail.history.length)}</span>
      </h3>
      <ol className="history">
        {detail.history.slice(0, shownVersions).map((one) => (
          <li key={one.version}>
            <Avatar id={one.user} name={nameOf(one.user)} size={16} />
            <div className="grow">
              <div>{deed(one, detail)}</div>
              <div className="meta">{words.items.versionBy(nameOf(one.user), shortTime(one.time))}</div>
            </div>
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
