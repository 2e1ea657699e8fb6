/** What somebody can see of a vault, to be compared with what somebody else sees. */
import { createHash } from "node:crypto";
import type { Latchkey } from "../../shared/contract/commands.ts";
import { must } from "./must.ts";

/** A line for each item in the order of the list, with all fields and secrets of every `nth` one. */
export async function contents(person: Latchkey, vault: string, nth = 1): Promise<string[]> {
  const { items } = await must(person, "item.list", { vault, limit: 100_000 });
  const lines: string[] = [];
  for (const [at, { item, title, username, urls }] of items.entries()) {
    const secrets: string[] = [];
    if (at % nth !== 0) {
      lines.push(JSON.stringify([item, title, username, urls]));
      continue;
    }
    for (const { field } of (await must(person, "item.get", { item })).fields)
      secrets.push(`${field}=${(await must(person, "item.reveal", { item, field })).value}`);
    lines.push(JSON.stringify([item, title, username, urls, secrets]));
  }
  return lines;
}

/** One hash over all of it. */
export async function contentHash(person: Latchkey, vault: string, nth = 1): Promise<string> {
  return createHash("sha256")
    .update((await contents(person, vault, nth)).join("\n"))
    .digest("hex");
}
