/** Whether a release may follow what runs and what was seen: versions and dates only go up [protocol: Releases]. */
import type { EpochMs, Hash } from "../../encoding/ids.ts";
import { fail, ok, type Result } from "../../failures.ts";
import type { SignedRelease } from "./statement.ts";

/** The newest release that this computer has ever taken for good. */
export type SeenRelease = { version: string; at: EpochMs; hash: Hash };

/** Below zero where `a` is the older version; both are three numbers. */
export function compareVersions(a: string, b: string): number {
  const other = b.split(".").map(Number);
  const differences = a.split(".").map((part, at) => Number(part) - (other[at] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/**
 * `true` where it is newer than the program that runs, `false` where there is nothing to do. `update` with reason `older` where
 * an older one is shown than was seen before, `other` for a second one of the same version, `date` where a newer version claims
 * to be from before an older one. Nobody's clock is asked.
 */
export function mayFollow(release: SignedRelease, running: string, seen: SeenRelease | null): Result<boolean> {
  if (seen !== null) {
    const order = compareVersions(release.version, seen.version);
    if (order < 0) return fail("update", { reason: "older" });
    if (order === 0 && release.hash !== seen.hash) return fail("update", { reason: "other" });
    if (order > 0 && release.at <= seen.at) return fail("update", { reason: "date" });
  }
  const order = compareVersions(release.version, running);
  // What is published was older than what runs from the start: this program came from elsewhere, which is no attack to be told.
  return ok(order > 0);
}
