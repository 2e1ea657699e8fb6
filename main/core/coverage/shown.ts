/** What lies open already of logins and accounts, for exactly the version that the chain names. */
import { toolsOf } from "../letters/letters.ts";
import type { CoverageArea } from "./coverage-area.ts";
import type { Shown } from "./histories.ts";

/** As of now. */
export async function shownOf({ records, chainOverview, chains, log }: CoverageArea): Promise<Shown> {
  const tools = toolsOf(log.state());
  const [accounts, products] = [await records.of.account.list(tools), await records.of.tool.list(tools)];
  const bodies = new Map([...accounts, ...products].map(({ item, body }) => [item, body]));
  return {
    account: (item) => bodies.get(item),
    login(item) {
      const found = chainOverview(item);
      if (found === undefined || found.damaged !== null) return undefined;
      const current = chains.chain(found.good.vault).items.get(item);
      return current?.version === found.good.version ? found.overview : undefined;
    },
  };
}
