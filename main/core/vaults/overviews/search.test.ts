import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { foldNames, foldText, matches, orderKey, searchWords, written } from "../../../../shared/model/search-text.ts";
import { searchTextOf } from "./search.ts";

const overview = (title: string, username: string | null = null, urls: string[] = [], tags: string[] = []) =>
  searchTextOf({ title, username, tags, urls: urls.map((url) => ({ url })) });
const isFound = (typed: string, name: string) => finds(foldNames([name]), typed);
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

test.each([
  [
    "letters without a decomposition",
    "Łódź, Ørsted, Đuro, Ħal, Œuvre, Æther, Þór, Guðrún",
    "lodz orsted duro hal oeuvre aether thor gudrun",
  ],
  ["dotless i, and capitals in both directions", "DIYARBAKIR ılık İzmir", "diyarbakır ILIK izmir"],
  ["ligatures and full width", "ﬃ ＡＷＳ", "ffi aws"],
  ["a soft hyphen and zero-width characters", "Pass\u00adwort\u200b Ma\u2060il", "passwort mail"],
  ["curly quotes as straight ones", "O’Neill “Root”", 'o\'neill "root"'],
  ["dashes of every kind", "two–factor", "two-factor"],
  ["a number alone", "Service 9", "9"],
  ["a title without its spaces", "Service 9", "service9"],
  ["a title without its dash", "Office Wi-Fi", "wifi"],
  ["a number without its dash", "Hotline 24-7", "247"],
  ["a title without its dot", "node.js", "nodejs"],
  ["a name without its apostrophe", "O´Neill", "oneill"],
  ["an acute accent for an apostrophe", "O'Neill", "O´Neill"],
])("%s are found as people type them", (_what, title, typed) => {
  expect(finds(overview(title), typed)).toBe(true);
  expect(finds(overview("Other"), typed)).toBe(false);
});

// What one writes as a sign and another as other letters is found from either side; what people leave out, too.
describe.each(Object.entries(written))("%j, typed as %j,", (sign, plain) => {
  const isLeftOut = ["'", '"', "-"].includes(plain);
  const [signed, typed] = [`Wi${sign}Fi x${sign}y`, `Wi${plain}Fi x${plain}y`];
  const closed = "WiFi xy";
  const titles = isLeftOut ? [signed, typed, closed] : [signed, typed];
  it.each(titles.flatMap((title) => titles.map((text) => [title, text] as const)))(
    "%j is found by %j",
    (title, text) => {
      for (const one of [text, text.toUpperCase(), text.toLowerCase(), text.normalize("NFD")])
        expect(finds(overview(title), one), one).toBe(true);
      expect(finds(overview("Other"), text)).toBe(false);
    },
  );
});

test.each([
  ["WiFi", "wi-fi"],
  ["wifi", "Wi-Fi"],
  ["Wi-Fi", "wi.fi"],
  ["ONeill", "O'Neill"],
  ["nodejs", "node.js"],
  ["247", "24-7"],
  ["Service9", "service-9"],
])("%s is found by %s, which has what it lacks", (title, typed) => {
  expect(finds(overview(title), typed)).toBe(true);
  expect(isFound(typed, title)).toBe(true);
  expect(isFound(title, typed)).toBe(true);
});

test("signs alone find what holds them, and not everything", () => {
  for (const typed of ["-", ".", "'", '"', "-.-"]) expect(finds(overview("Other"), typed)).toBe(false);
  expect(finds(overview("two-factor"), "-")).toBe(true);
});

test.each([
  ["https://xn--mnchen-3ya.example/", "münchen.example"],
  ["https://münchen.example/", "xn--mnchen-3ya"],
  ["https://MÜNCHEN.example/", "munchen"],
])("the host of %s is found by %s", (url, typed) => {
  expect(finds(overview("Any", null, [url]), typed)).toBe(true);
});

test("titles stand in the order of their numbers", () => {
  const titles = ["Service 10", "Service 9", "service 09b", "Service 100", "Zürich", "zebra", "Łódź", "Lima"];
  expect(titles.sort((left, right) => (orderKey(left) < orderKey(right) ? -1 : 1))).toEqual([
    "Lima",
    "Łódź",
    "Service 9",
    "service 09b",
    "Service 10",
    "Service 100",
    "zebra",
    "Zürich",
  ]);
});

// The compatible form makes other signs of some (of an acute accent a space and a mark): what they stood for is lost with it.
const keepsSigns = (text: string) => [...text].every((sign) => !(sign in written) || sign.normalize("NFKC") === sign);

function expectOneFold(text: string) {
  const folded = foldText(text);
  expect(foldText(folded), text).toBe(folded);
  const forms = keepsSigns(text.normalize("NFC")) ? (["NFC", "NFD", "NFKC"] as const) : (["NFC", "NFD"] as const);
  for (const form of forms) expect(foldText(text.normalize(form)), `${text} ${form}`).toBe(folded);
}

describe("folding is done after once, and says the same of any form of a text", () => {
  test("of any letters in a row", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), expectOneFold));
  });

  test("of each character that there is", () => {
    for (let code = 1; code <= 0x10_ff_ff; code++) {
      // Halves of pairs are no text.
      if (code >= 0xd8_00 && code <= 0xdf_ff) continue;
      const sign = String.fromCodePoint(code);
      // `expect` a million times is slow: asked only where a character has another form at all.
      if (foldText(sign) !== sign || sign.normalize("NFKC") !== sign) expectOneFold(sign);
    }
  });
});
