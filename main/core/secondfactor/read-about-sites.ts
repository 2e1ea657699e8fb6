/** What the catalogue says of an item's websites, for the person who settles its second factor. */
import { offeredAt } from "../../../shared/catalogue/offered.ts";
import { readCatalogue } from "../../../shared/catalogue/read-catalogue.ts";
import type { SiteFacts } from "../../../shared/contract/item-factor.ts";

/** Of the tool that fits these hosts best; null: the catalogue knows none of them. */
export async function readAboutSites(hosts: readonly string[]): Promise<SiteFacts | null> {
  const { catalogueToolsAt } = await readCatalogue();
  const tools = [...new Set(hosts.flatMap(catalogueToolsAt))];
  const tool = tools.find(({ facts }) => facts.secondFactors !== undefined || facts.passkeys !== undefined) ?? tools[0];
  if (tool === undefined) return null;
  const { secondFactors, passkeys, isConditional, documentation } = tool.facts;
  return {
    name: tool.name,
    offered: offeredAt(tools),
    methods: secondFactors?.value ?? null,
    hasPasskeys: passkeys === undefined ? null : passkeys.value.length > 0,
    isConditional: isConditional !== undefined,
    documentation: documentation?.value ?? null,
    asOf: secondFactors?.asOf ?? passkeys?.asOf ?? null,
  };
}
