/** What people type, and what they want to see first. */
import { describe, expect, it } from "vitest";
import type { ItemId, VaultId } from "../../../../shared/encoding/ids.ts";
import { emptyItem, type Overview } from "../../../../shared/model/items.ts";
import { foundRows } from "./found.ts";
import { createOverviewIndex, type OverviewIndex } from "./overview-index.ts";

const vault = "v" as VaultId;
const titles = [
  ...["Mailchimp", "GitHub", "GitLab", "Slack", "Dropbox", "Confluence", "Eventbrite", "Salesforce", "Jira", "Zoom"],
  ...["DigitalOcean", "PayPal", "Amazon Web Services", "Meta Business Suite", "Google Analytics", "Service 9"],
  ...["Service 10", "Zürcher Kantonalbank", "Straßenverkehrsamt Köln", "Łódź Office", "Asana", "Notion", "Annotations"],
];

type Urls = Overview["urls"];

function put(index: OverviewIndex, item: string, title: string, at = vault, websites: Urls | null = null): void {
  const url = `https://login.${title.toLowerCase().replace(/[^a-z0-9]/g, "")}.example/`;
  const urls = websites ?? [{ url, match: "domain" as const }];
  const overview = { ...emptyItem("login").overview, title, urls };
  index.set({ item: item as ItemId, vault: at, overview, version: 1, draft: false, changedAt: 0, damaged: null });
}

function listed(some: readonly string[] = titles): OverviewIndex {
  const index = createOverviewIndex();
  for (const [at, title] of some.entries()) put(index, `item-${at}`, title);
  return index;
}
const find = (index: OverviewIndex, text: string) => index.list({ text }).items.map(({ title }) => title);

describe("first stands", () => {
  const index = listed();
  it.each([
    ["two letters in each other's place", "gihtub", "GitHub"],
    ["a letter missing", "mailchmp", "Mailchimp"],
    ["a letter doubled", "slaack", "Slack"],
    ["a letter wrong", "dropbix", "Dropbox"],
    ["the first letter wrong", "fitlab", "GitLab"],
    ["two errors in a long word", "confluanse", "Confluence"],
    ["a beginning with an error", "mialch", "Mailchimp"],
    ["a word of three letters", "zom", "Zoom"],
    ["one of several words with an error", "google anlytics", "Google Analytics"],
    ["both words with an error", "metta buisness", "Meta Business Suite"],
    ["a word with an error and a number", "servise 10", "Service 10"],
    ["initials", "aws", "Amazon Web Services"],
    ["initials of a word", "gh", "GitHub"],
    ["a word in two", "pay pal", "PayPal"],
    ["a word with a dash that it does not have", "Git-Lab", "GitLab"],
    ["the beginning of one", "no-t", "Notion"],
    ["a host with an error", "login.gihtub.example", "GitHub"],
    ["an umlaut written out", "zuercher kantonal", "Zürcher Kantonalbank"],
    ["a sharp s written out, a letter missing", "strassenverkersamt", "Straßenverkehrsamt Köln"],
    ["the beginning of a title before the inside of another", "not", "Notion"],
    ["a title by its number", "service9", "Service 9"],
  ])("%s", (_what, typed, wanted) => expect(find(index, typed)[0]).toBe(wanted));
});

describe("what is only nearly typed", () => {
  it("stands after all that is found as it was typed, and takes the place of none", () => {
    const index = listed(["Black", "Slack", "Slacks", "Red slack", "Lack"]);
    expect(find(index, "slack")).toEqual(["Slack", "Slacks", "Red slack", "Black", "Lack"]);
    expect(find(index, "black")).toEqual(["Black", "Lack", "Red slack", "Slack", "Slacks"]);
  });

  it("is not looked for where ten are found as typed, nor for one or two letters", () => {
    const many = Array.from({ length: 10 }, (_, at) => `Slack ${at}`);
    expect(find(listed([...many, "Black"]), "slack")).toEqual(many);
    expect(find(listed(["Ab", "Ac"]), "ab")).toEqual(["Ab"]);
    expect(find(listed(["Ab"]), "b")).toEqual(["Ab"]);
    expect(find(listed(["Ab"]), "c")).toEqual([]);
  });

  it("holds the fewest errors that there are", () => {
    expect(find(listed(["Confluence", "Confluense"]), "confluenze")).toEqual(["Confluence", "Confluense"]);
    expect(find(listed(["Confluence", "Konfluence"]), "confluenze")).toEqual(["Confluence"]);
  });

  it("must be near in every word", () => {
    expect(find(listed(["Google Ads", "Google Maps"]), "gogle maps")).toEqual(["Google Maps"]);
    expect(find(listed(["Google Ads"]), "gogle nothing")).toEqual([]);
  });

  it("follows what items are called now, and is of the vault that is asked for", () => {
    const index = listed(["Slack"]);
    expect(find(index, "slaack")).toEqual(["Slack"]);
    put(index, "item-0", "Dropbox");
    put(index, "item-1", "Slack", "other" as VaultId);
    expect(find(index, "slaack")).toEqual(["Slack"]);
    expect(index.list({ text: "slaack", vault }).total).toBe(0);
    expect(find(index, "dropbix")).toEqual(["Dropbox"]);
    index.remove("item-0" as ItemId);
    expect(find(index, "dropbix")).toEqual([]);
  });

  it("is not looked for in a pasted text", () =>
    expect(find(listed(["Slack"]), `slaack ${"word ".repeat(20)}`)).toEqual([]));
});

describe("the address of a page", () => {
  const hidden: Urls = [{ url: "https://app.buffer.example", match: "never" }];
  const websites: Record<string, Urls> = {
    Team: [{ url: "https://buffer.example", match: "domain" }],
    App: [{ url: "https://app.buffer.example", match: "host" }],
    Login: [{ url: "https://app.buffer.example/login", match: "exact" }],
    Hidden: hidden,
    "https://app.buffer.example/docs": [],
  };
  const index = createOverviewIndex();
  for (const [title, urls] of Object.entries(websites)) put(index, title, title, vault, urls);
  const rows = [...index.rows()].map(({ overview }) => overview);
  it.each([
    ["https://app.buffer.example/login", ["App", "Login", "Team"]],
    ["https://app.buffer.example/", ["App", "Team"]],
    ["https://buffer.example/x?y#z", ["Team"]],
    ["https://other.example/login", []],
    // Nobody's page: words, in the titles too, but never those that an address does not find.
    ["https://app.buffer.exampl", ["https://app.buffer.example/docs", "App", "Login", "Hidden"]],
    ["app.buffer.example", ["https://app.buffer.example/docs", "App", "Hidden", "Login"]],
  ])("%s finds %j", (typed, wanted) => {
    expect(find(index, typed).sort()).toEqual([...wanted].sort());
    // Trash and what waits for somebody find the same but for what is nearly typed.
    const there = foundRows(rows, typed).map(({ title }) => title);
    expect(wanted).toEqual(expect.arrayContaining(there));
  });
  it("finds nothing where the one that it is of says never", () => {
    const own = createOverviewIndex();
    put(own, "one", "Hidden", vault, hidden);
    for (const page of ["https://app.buffer.example", "https://app.buffer.example/x", "https://eu.app.buffer.example"])
      expect(find(own, page)).toEqual([]);
    expect(find(own, "app.buffer")).toEqual(["Hidden"]);
  });
});
