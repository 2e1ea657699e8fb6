/** What people type from a recovery sheet: whole, or named where it is not. */
import { describe, expect, it } from "vitest";
import { hash } from "../../crypto/hash.ts";
import { newId, randomBytes } from "../../crypto/random.ts";
import { cryptoReady } from "../../crypto/ready.ts";
import { encode } from "../../encoding/canonical.ts";
import { zeroHash } from "../../encoding/fields.ts";
import type { ProfileId, TeamId, UserId } from "../../encoding/ids.ts";
import { base32Text, joinBytes } from "../../text.ts";
import { readRecoverySheet } from "./recovery-sheet.ts";
import { begunLines, writeSheetLines } from "./sheet-lines.ts";
import { writeTransferCode } from "./transfer-code.ts";

await cryptoReady();
const fields = { team: zeroHash as string as TeamId, user: newId<UserId>(), seed: randomBytes(32) };
const sheet = writeTransferCode("paper", fields);
const lines = sheet.split("\n");
/** A whole sheet of a suite that nobody knows yet. */
function later(): string {
  const body = encode([2, "paper", new Uint8Array(9)]);
  return writeSheetLines(base32Text(joinBytes([body, hash("text", body).subarray(0, 4)])));
}

describe("a recovery sheet", () => {
  it("has ten lines, as the field that it is typed into", () => {
    expect([lines.length, begunLines(sheet), begunLines(lines.slice(0, 9).join(" "))]).toEqual([10, 10, 9]);
  });

  it("is read in any case, and without its spaces and lines", () => {
    for (const typed of [sheet, sheet.toUpperCase(), sheet.replaceAll(/[-\n]/g, ""), lines.join("  ")])
      expect(readRecoverySheet(typed)).toEqual({ ok: true, value: fields });
  });
  it.each<[string, string, object]>([
    [
      "with a wrong letter",
      [lines[0], `${lines[1]?.slice(0, -1)}~`, ...lines.slice(2)].join("\n"),
      { number: 2, reason: "mistyped" },
    ],
    ["that is empty", "", { reason: "mistyped" }],
    [
      "that is a device sheet",
      writeTransferCode("device-sheet", { profile: newId<ProfileId>(), deviceSecret: randomBytes(32) }),
      { reason: "purpose" },
    ],
  ])("%s is named", (_what, typed, detail) => {
    expect(readRecoverySheet(typed)).toMatchObject({
      failure: { code: "invalid-input", detail: { field: "sheet", ...detail } },
    });
  });
  it("of a later Latchkey asks for an update", () => {
    expect(readRecoverySheet(later())).toMatchObject({ failure: { code: "client-too-old" } });
  });
});
