/** Several things one after the other, none of which may keep the others from being done. */
import { ok, type Result } from "../../../../shared/failures.ts";
import { isTransportFailure } from "../../sync/failure-kinds.ts";

/** Does every one; answers the first failure, at once where the server cannot be reached. */
export async function runEach<T>(all: Iterable<T>, act: (one: T) => Promise<Result<true>>): Promise<Result<true>> {
  let first: Result<true> = ok(true);
  for (const one of all) {
    const did = await act(one);
    if (!did.ok && isTransportFailure(did.failure)) return did;
    if (!did.ok && first.ok) first = did;
  }
  return first;
}
