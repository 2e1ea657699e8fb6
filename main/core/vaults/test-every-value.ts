/** What people typed, wherever it is kept: for tests in which nothing may be lost. Not part of the app. */
import { otpauthLink } from "../../../shared/model/otpauth.ts";
import { must } from "../../../shared/testing/team.ts";
import { utf8Text } from "../../../shared/text.ts";
import { openBody } from "./overviews/item-opening.ts";
import type { Person } from "./test-team.ts";

/** Every value in every version of these items, current or deleted, and in every conflict. */
export async function everyValue(person: Person, items: readonly string[]): Promise<Set<string>> {
  const values = new Set<string>();
  const add = (value: string | Uint8Array | null) => {
    if (value !== null) values.add(typeof value === "string" ? value : (utf8Text(value) ?? ""));
  };
  for (const id of items) {
    for (const version of must(await person.unlocked.history.versions(person.vault as never, id as never))) {
      if (version.op !== "put") continue;
      const opened = await openBody(person.unlocked, version);
      if (!opened.ok || opened.value.state !== "good") throw new Error("a version does not open");
      const { overview, secret } = opened.value.value;
      for (const value of [overview.title, overview.username, secret.password, secret.notes]) add(value);
      for (const value of [...overview.tags, ...overview.urls.map(({ url }) => url)]) add(value);
      if (secret.totp !== null) add(otpauthLink(secret.totp));
      for (const { value } of [...secret.fields, ...secret.conflicts, ...secret.history]) add(value);
    }
  }
  return values;
}
