/** Where saved files go: a folder in which nothing is overwritten, or the place that somebody chose, in one step. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Result } from "../../shared/failures.ts";
import { nodeDownloads } from "./downloads.ts";

const made: string[] = [];
const folder = (at = tmpdir()): string => {
  const path = mkdtempSync(join(at, "latchkey-downloads-"));
  made.push(path);
  return path;
};
afterEach(() => {
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
}

const bytes = (text: string) => new TextEncoder().encode(text);
/** Another file system than the one for temporary files, where this computer has one. */
const otherDisk = "/dev/shm";
const hasOtherDisk = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(tmpdir()).dev;

describe("a saved file", () => {
  it("keeps what lies in the folder for downloads, and takes the next free name", async () => {
    const [dataDir, downloads] = [folder(), folder()];
    writeFileSync(join(downloads, "plan.pdf"), "old");
    const saved = value(await nodeDownloads(dataDir, downloads).begin("plan.pdf"));
    value(saved.write(bytes("new")));
    expect(readdirSync(downloads)).toEqual(["plan.pdf"]);
    expect(value(saved.finish())).toEqual({ name: "plan (2).pdf", place: "downloads" });
    expect(readFileSync(join(downloads, "plan.pdf"), "utf8")).toBe("old");
  });

  it.each([["on the same disk", tmpdir()], ...(hasOtherDisk ? [["on another disk", otherDisk]] : [])])(
    "that somebody chose a place for is there whole and alone, %s",
    async (_where, disk = tmpdir()) => {
      const [dataDir, chosen] = [folder(), folder(disk)];
      const path = join(chosen, "plan.pdf");
      writeFileSync(path, "old");
      const saved = value(await nodeDownloads(dataDir, folder(), async () => path).begin("a.pdf"));
      value(saved.write(bytes("ne")));
      value(saved.write(bytes("w")));
      expect([readdirSync(chosen), readFileSync(path, "utf8")]).toEqual([["plan.pdf"], "old"]);
      expect(value(saved.finish())).toEqual({ name: "plan.pdf", place: "chosen" });
      expect([readdirSync(chosen), readFileSync(path, "utf8")]).toEqual([["plan.pdf"], "new"]);
      expect(readdirSync(join(dataDir, "saving"))).toEqual([]);
    },
  );

  it("is none where somebody chose nothing, and where the place takes no file", async () => {
    const dataDir = folder();
    const none = await nodeDownloads(dataDir, folder(), async () => null).begin("a.pdf");
    expect(none).toMatchObject({ failure: { code: "cancelled" } });
    const path = join(folder(), "gone", "a.pdf");
    const refused = await nodeDownloads(dataDir, folder(), async () => path).begin("a.pdf");
    expect(refused).toMatchObject({ failure: { code: "storage-full", detail: { reason: "place" } } });
    // A folder of that name came meanwhile: it stays.
    const taken = folder();
    const saved = value(await nodeDownloads(dataDir, folder(), async () => taken).begin("a.pdf"));
    value(saved.write(bytes("new")));
    expect(saved.finish()).toMatchObject({ failure: { detail: { reason: "place" } } });
    expect([statSync(taken).isDirectory(), readdirSync(join(dataDir, "saving"))]).toEqual([true, []]);
  });

  it("that is given up leaves nothing", async () => {
    const [dataDir, chosen] = [folder(), folder()];
    const saved = value(await nodeDownloads(dataDir, folder(), async () => join(chosen, "a")).begin("a"));
    value(saved.write(bytes("half")));
    saved.discard();
    expect([readdirSync(chosen), readdirSync(join(dataDir, "saving"))]).toEqual([[], []]);
  });
});
