/** Files of items, added as a page does it: piece by piece. */
import type { Latchkey } from "../../shared/contract/commands.ts";
import type { Result } from "../../shared/failures.ts";

const pieceBytes = 256 * 1024;

/** Adds a file; the answer is that of the last command, or of the first that was refused. */
export async function addFile(
  who: Latchkey,
  item: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<Result<unknown>> {
  const begun = await who.call("attachment.begin", { item, name, size: bytes.length });
  if (!begun.ok) return begun;
  const { file } = begun.value;
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    const written = await who.call("attachment.write", { file, from, bytes: bytes.slice(from, from + pieceBytes) });
    if (!written.ok) return written;
  }
  return who.call("attachment.add", { file });
}
