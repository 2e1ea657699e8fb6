/** Attacks of people on the server, over real sockets: what it refuses must leave its log and its vaults as they were. */
import { type TestServer, testServerWithTeam } from "../../server/testing/test-server.ts";
import type { FailureCode, Result } from "../../shared/failures.ts";
import { must } from "../../shared/testing/team.ts";
import { type Attack, codeOf } from "./attack.ts";

/** Asks with and without the change, in this order; the answer of the attack leaves the log's head where it was. */
export function asked(
  changes: string,
  code: FailureCode,
  prepare: (ground: TestServer) => Promise<(evil: boolean) => Promise<Result<unknown>>>,
): Attack {
  const run = async () => {
    const ground = await testServerWithTeam();
    const ask = await prepare(ground);
    const head = async () => JSON.stringify(must(await ground.founder.call("log", { from: 0 })).head);
    const before = await head();
    const attack = codeOf(await ask(true));
    if ((await head()) !== before) throw new Error("the log grew by what was refused");
    return { attack, twin: codeOf(await ask(false)) };
  };
  return { changes, code, run };
}
