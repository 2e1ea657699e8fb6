/** Adds a file of this computer to an item: piece by piece, so that the page never holds more of it than one. */
import { fileSize } from "../../../shared/copy/file-size.ts";
import { words } from "../../../shared/copy/words.ts";
import { limits } from "../../../shared/encoding/limits.ts";
import { ok, type Result } from "../../../shared/failures.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure, tellProblem } from "../../page/notify.tsx";

const pieceBytes = 256 * 1024;

/** A file on its way into an item. */
export type Adding = { key: string; name: string; percent: number };
export type AddingList = { show(adding: Adding): void; gone(key: string): void; isCancelled(key: string): boolean };

/** The item that gets it, and what it is called. */
export type FileHolder = { item: string; title: string };

/** Tells how it ended. */
export async function addFile({ item, title }: FileHolder, file: File, list: AddingList): Promise<void> {
  if (file.size > limits.attachmentBytes) return tellProblem(words.files.tooLarge(file.name));
  const space = await call("attachment.space", {});
  const left = space.ok ? space.value.left : null;
  if (left !== null && file.size > left) return tellProblem(words.files.noSpace(file.name, fileSize(left)));
  const key = crypto.randomUUID();
  list.show({ key, name: file.name, percent: 0 });
  const sent = await send(item, file, (done) => {
    list.show({ key, name: file.name, percent: file.size === 0 ? 100 : Math.floor((100 * done) / file.size) });
    return !list.isCancelled(key);
  });
  // From here on the item itself shows it.
  list.gone(key);
  if (!sent.ok) return tellFailure(sent.failure);
  if (sent.value === null) return;
  const added = await call("attachment.add", { file: sent.value });
  if (added.ok) tell(words.notices.fileAdded(title, file.name));
  else tellFailure(added.failure);
}

/** Under which id all of it came to the core; null where `goesOn` said no. */
async function send(item: string, file: File, goesOn: (done: number) => boolean): Promise<Result<string | null>> {
  const begun = await call("attachment.begin", {
    item,
    name: file.name.slice(-limits.nameChars) || "file",
    size: file.size,
  });
  if (!begun.ok) return begun;
  const { file: id } = begun.value;
  for (let from = 0; from < file.size; from += pieceBytes) {
    const bytes = await file
      .slice(from, from + pieceBytes)
      .arrayBuffer()
      .catch(() => null);
    const written =
      bytes === null ? null : await call("attachment.write", { file: id, from, bytes: new Uint8Array(bytes) });
    const isOver = written === null || !written.ok || !goesOn(from);
    if (!isOver) continue;
    await call("attachment.cancel", { file: id });
    return written === null || written.ok ? ok(null) : written;
  }
  goesOn(file.size);
  return ok(id);
}
