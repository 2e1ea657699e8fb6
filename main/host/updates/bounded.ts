/**
 * electron-updater reads a file to its end, however long it is, and follows wherever it is sent; both are held here: no byte
 * more than was signed, no other address, and not for ever.
 */
import type { AppUpdater, UpdateCheckResult } from "electron-updater";
import { fail, ok, type Result } from "../../../shared/failures.ts";

type Incoming = { headers: Record<string, unknown>; on(event: "data", heard: (part: Uint8Array) => void): void };
type Create = (options: { redirect?: string }, heard: (answer: Incoming) => void) => unknown;
/** The part of electron-updater that asks for things; marked internal there, so the test downloads through it. */
type WithExecutor = { httpExecutor: { createRequest: Create } };

export type Token = NonNullable<UpdateCheckResult["cancellationToken"]>;

const withinMs = 60 * 60_000;

/**
 * The paths of what `updater` downloads under `token`, no request longer than `mostBytes`. `update` with reason `file` where
 * what came was longer, elsewhere, or not what the signed release says; `offline` where it did not come.
 */
export async function boundedDownload(
  updater: Pick<AppUpdater, "downloadUpdate">,
  { token, mostBytes }: { token: Token; mostBytes: number },
): Promise<Result<string[]>> {
  const { httpExecutor } = updater as unknown as WithExecutor;
  const create = httpExecutor.createRequest;
  let isOther = false;
  const cut = (): void => {
    isOther = true;
    token.cancel();
  };
  httpExecutor.createRequest = (options, heard) =>
    create.call(httpExecutor, { ...options, redirect: "error" }, (answer) => {
      let length = 0;
      if (answer.headers.location !== undefined) cut();
      answer.on("data", (part) => {
        length += part.length;
        if (length > mostBytes) cut();
      });
      heard(answer);
    });
  const late = setTimeout(() => token.cancel(), withinMs);
  try {
    return ok(await updater.downloadUpdate(token));
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    return isOther || code === "ERR_CHECKSUM_MISMATCH" ? fail("update", { reason: "file" }) : fail("offline");
  } finally {
    clearTimeout(late);
    httpExecutor.createRequest = create;
  }
}
