/** What is too long to be saved: nothing that was typed or pasted is cut without a word. Pure. */
import { limits } from "../../../shared/encoding/limits.ts";
import { utf8Bytes } from "../../../shared/text.ts";
import { type Draft, tagsOf } from "./draft.ts";
import { isKindTooLong } from "./kind-draft.ts";

type Rule = { most: number; isBytes?: true };

const lengths = {
  title: { most: limits.nameChars },
  name: { most: limits.nameChars },
  username: { most: limits.usernameChars },
  password: { most: limits.passwordBytes / 4 },
  url: { most: limits.urlChars },
  tag: { most: limits.tagChars },
  notes: { most: limits.noteBytes, isBytes: true },
  value: { most: limits.fieldBytes, isBytes: true },
} satisfies Record<string, Rule>;
export type Sized = keyof typeof lengths;

/** So many characters are too many; without them it fits. 0 where it does. */
export function excessOf(of: Sized, text: string | null): number {
  const { most, isBytes }: Rule = lengths[of];
  if (text === null || text.length <= most / (isBytes === true ? 3 : 1)) return 0;
  return Math.max(0, (isBytes === true ? utf8Bytes(text).length : text.length) - most);
}

/** The longest of the tags that do not fit. */
export function excessOfTags(tags: string): number {
  return Math.max(0, ...tagsOf(tags).map((tag) => excessOf("tag", tag)));
}

/** Whether anything in the editor is. */
export function isTooLong({ kind, detail, title, username, password, notes, tags, urls, fields }: Draft): boolean {
  const sizes = [
    ...[excessOf("title", title), excessOf("username", username), excessOf("password", password)],
    ...[excessOf("notes", notes), excessOfTags(tags)],
    ...urls.map(({ url }) => excessOf("url", url.trim())),
    ...fields.flatMap(({ name, value }) => [excessOf("name", name.trim()), excessOf("value", value)]),
  ];
  return sizes.some((excess) => excess > 0) || isKindTooLong(kind, detail);
}
