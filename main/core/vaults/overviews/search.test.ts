import { expect, test } from "vitest";
import { foldText, matches, searchWords } from "../../../../shared/model/search-text.ts";
import { searchTextOf } from "./search.ts";

const overview = (title: string, username: string | null = null, urls: string[] = [], tags: string[] = []) =>
  searchTextOf({ title, username, tags, urls: urls.map((url) => ({ url })) });
const finds = (prepared: string, typed: string) => matches(prepared, searchWords(typed));

test("all words, in any order, in any part, as parts of words", () => {
  const item = overview("Mailchimp", "marketing@acme.test", ["https://login.mailchimp.com/"], ["newsletter", "shared"]);
  for (const typed of ["", "  ", "mail", "CHIMP", "news acme", "login.mail share", "mail mail"]) {
    expect(finds(item, typed), typed).toBe(true);
  }
  for (const typed of ["mailx", "mail nothing", "mailchimpmarketing"]) expect(finds(item, typed), typed).toBe(false);
});

test("case and accents make no difference, in both directions", () => {
  expect(finds(overview("Zürich Straße"), "zurich strasse")).toBe(true);
  expect(finds(overview("Zurich"), "ZÜRICH")).toBe(true);
  expect(finds(overview("İstanbul"), "istanbul")).toBe(true);
  expect(finds(overview("ΟΔΟΣ"), "οδος")).toBe(true);
  expect(finds(overview("žluťoučký kůň"), "zlutoucky kun")).toBe(true);
  expect(foldText("ﬁle")).toBe("file");
});
