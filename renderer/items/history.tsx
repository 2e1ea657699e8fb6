/** History of an item: our own versions with who and when, and older values that came with an import. */
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { shortTime } from "../copy/dates.ts";
import { words } from "../copy/words.ts";
import { Face } from "../ui/controls.tsx";
import { OwnSecretRow } from "./secret-row.tsx";

/** The aside. */
export function History({ item, detail, members }: { item: string; detail: ItemDetail; members: MemberShape[] }) {
  const nameOf = (user: string): string => members.find((member) => member.user === user)?.name ?? "";
  return (
    <>
      <h3 className="section line" style={{ justifyContent: "space-between" }}>
        {words.items.history}
        <span className="meta">{words.count.versions(detail.history.length)}</span>
      </h3>
      <ol className="history">
        {detail.history.slice(0, 30).map(({ version, time, user }) => (
          <li key={version}>
            <Face id={user} name={nameOf(user)} size={20} />
            <div>
              <div>{version === 1 ? words.items.made : words.items.changed}</div>
              <div className="meta">{words.items.versionBy(nameOf(user), shortTime(time))}</div>
            </div>
          </li>
        ))}
      </ol>
      {detail.imported.length > 0 && (
        <section style={{ marginTop: 18 }}>
          <h3 className="section">{words.items.older}</h3>
          <p className="meta">{words.items.imported}</p>
          <div className="narrow">
            {detail.imported.slice(0, 20).map(({ field, at, reveal }) => (
              <OwnSecretRow
                key={reveal}
                item={item}
                field={reveal}
                label={`${field.replace(/^field:/, "")}, ${shortTime(at)}`}
              />
            ))}
          </div>
        </section>
      )}
    </>
  );
}
