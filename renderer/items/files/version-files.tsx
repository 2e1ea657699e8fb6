/** The files that an older version had, beside those of now, as the last row of the table of both. */
import type { FileShape, ItemDetail, VersionDetail } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { FileRow } from "./file-row.tsx";
import { useMoving } from "./use-moving.ts";

/** The row; nothing where neither has any. */
export function VersionFiles({ detail, then }: { detail: ItemDetail; then: VersionDetail }) {
  const { item, attachments } = detail;
  const moving = useMoving(item);
  if (then.attachments.length + attachments.length === 0) return null;
  const cell = (files: FileShape[], place: string, version?: number) =>
    files.length === 0 ? (
      <span className="t3">{words.versions.none}</span>
    ) : (
      files.map((shown) => (
        <FileRow key={shown.file} {...{ item, shown, moving: moving.get(shown.file), place, version }} />
      ))
    );
  return (
    <tr>
      <th scope="row">{words.files.attachments}</th>
      <td>{cell(then.attachments, words.versions.before, then.version)}</td>
      <td>
        {then.differs.includes("attachments") ? (
          cell(attachments, words.versions.now)
        ) : (
          <span className="t3">{words.versions.same}</span>
        )}
      </td>
    </tr>
  );
}
