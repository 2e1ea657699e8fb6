/** What somebody's app signs of a request that came to them by letter. Not part of the app. */
import type { VaultId } from "../../../shared/encoding/ids.ts";
import type { Result } from "../../../shared/failures.ts";
import type { SmallTeam } from "../../../shared/testing/small-team.ts";
import type { Person } from "../../../shared/testing/team.ts";
import { listRequests, signRequest } from "./cosign-requests.ts";
import { testArea } from "./test-area.ts";

/** Signs it if their app lets them; `asks`: how many requests are open after that, `wrote`: how many letters they wrote. */
export async function signsIfLet(
  team: SmallTeam,
  { by, to, bytes, hash }: { by: Person; to: VaultId; bytes: Uint8Array; hash: string },
): Promise<{ answer: Result<unknown>; asks: number; wrote: number }> {
  const { area, post } = testArea(team, by);
  post.came.push({ to, bytes });
  const answer = await signRequest(area, hash);
  const listed = await listRequests(area);
  return { answer, asks: listed.ok ? listed.value.length : 0, wrote: post.wrote.length };
}
