/**
 * English text lies in `shared/copy` alone: core, model, protocol, contract and server speak codes with parameters. A
 * literal with two words in a row, the second in lower case, is taken for a sentence unless it is SQL or the text of a
 * thrown bug.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sources } from "./check-imports.ts";
import { isTest } from "./import-rules.ts";
import { root } from "./root.ts";
import { sentencesIn } from "./sentences.ts";

const folders = ["main/core/", "shared/model/", "shared/protocol/", "shared/contract/", "server/"];
/** Reviewed: names of fields that are kept in items in every language, and what programs read. */
const reviewed: Record<string, RegExp> = {
  "main/core/transfer/fit-item.ts": /^(Username|Further (websites|tags|fields)|All (websites|tags))$/,
  "shared/model/eff-large-words.ts": /./,
  "main/core/store/migrations/": /./,
  "main/core/store/vault-rows.ts": / FROM item_versions | IN \(SELECT /,
  "server/store/migrations/": /./,
  "server/open-api.ts": /./,
  "server/routes/upgrade.ts": /^ Refused\r\n/,
};

describe("words in code", () => {
  it("stand in no literal of core, model, protocol, contract and server", () => {
    const files = sources().filter(
      (file) =>
        /\.ts$/.test(file) && !isTest(file) && !file.includes("/testing/") && folders.some((at) => file.startsWith(at)),
    );
    expect(files.length).toBeGreaterThan(100);
    const isReviewed = (file: string, text: string): boolean =>
      Object.entries(reviewed).some(([start, pattern]) => file.startsWith(start) && pattern.test(text));
    const faults = files.flatMap((file) =>
      sentencesIn(readFileSync(join(root, file), "utf8"))
        .filter((text) => !isReviewed(file, text))
        .map((text) => `${file}: ${text}`),
    );
    expect(faults).toEqual([]);
  });

  it("are found where they stand, and not in codes, bugs and SQL", () => {
    const source = [
      'const why = "It is empty.";',
      "const what = `An entry in $" + "{group} is quite empty`;",
      'const code = "import-remark";',
      'throw new Error("a bug in words");',
      'db.prepare("SELECT bytes FROM log_entries where seq = ?");',
    ].join("\n");
    expect(sentencesIn(source)).toEqual(["It is empty.", "An entry in ", " is quite empty"]);
  });
});
