/** A typed device sheet: which forms of it open the profile, and what a wrong one is told. */
import { beforeAll, describe, expect, it } from "vitest";
import { randomBytes } from "../../../shared/crypto/random.ts";
import { cryptoReady } from "../../../shared/crypto/ready.ts";
import { writeTransferCode } from "../../../shared/protocol/transfer-code/transfer-code.ts";
import { must } from "../../../shared/testing/team.ts";
import { openSecrets, sheetAgain } from "./profile-secrets.ts";
import {
  keptProfile,
  newProfile,
  passphrase,
  type TestComputer,
  type TestProfile,
  testComputer,
} from "./test-account.ts";

let computer: TestComputer;
/** In no keychain: only the sheet has its device secret. */
let own: TestProfile;
let other: TestProfile;
beforeAll(async () => {
  await cryptoReady();
  computer = testComputer();
  own = newProfile(computer);
  other = newProfile(testComputer());
});

const open = (deviceSheet: string, typed = passphrase) =>
  openSecrets(computer.ports, own.stored, { passphrase: typed, deviceSheet });
/** Of a device sheet. */
const linesCount = 7;
const linesOf = ({ secrets }: TestProfile): string[] => secrets.sheet.split("\n");
const printed = (): string[] => linesOf(own);

describe("a typed device sheet", () => {
  it.each<[string, (text: string) => string]>([
    ["as it was printed", (text) => text],
    ["in one line, without hyphens", (text) => text.replace(/[-\n]/g, "")],
    ["in capitals", (text) => text.toUpperCase()],
    ["with letters that look like its digits", (text) => text.replaceAll("0", "O").replaceAll("1", "l")],
    [
      "with spaces and empty lines around",
      (text) => `\n  ${text.replaceAll("-", " ").replaceAll("\n", "\r\n\r\n")} \n`,
    ],
  ])("opens the profile %s, without any keychain", async (_, form) => {
    const opened = must(await open(form(own.secrets.sheet)));
    expect(opened.deviceSecret).toEqual(own.secrets.deviceSecret);
    expect(opened.keys.signPk).toEqual(own.secrets.keys.signPk);
    expect([computer.keychain.entries.size, computer.keyFile.entries.size]).toEqual([0, 0]);
  });

  /** The lines with the character at this place of one of them replaced by another. */
  const changed = (line: number, at: number): string =>
    printed()
      .map((text, index) => (index === line ? text.slice(0, at) + replaced(text.at(at)) + text.slice(at + 1) : text))
      .join("\n");
  const replaced = (character: string | undefined): string => (character === "0" ? "1" : "0");
  const symbolAt = (line: number): number => (printed()[line] as string).length - 1;

  it("has the lines that the cases below count on", () => {
    expect(printed()).toHaveLength(linesCount);
  });

  it.each<[string, number, () => string]>([
    ["the first character wrong", 1, () => changed(0, 0)],
    ["a character in the middle wrong", 3, () => changed(2, 7)],
    ["a character of the last line wrong", linesCount, () => changed(linesCount - 1, 0)],
    ["the check symbol of the first line wrong", 1, () => changed(0, symbolAt(0))],
    ["the check symbol of the last line wrong", linesCount, () => changed(linesCount - 1, symbolAt(linesCount - 1))],
    ["two lines wrong, which names the first of them", 2, twoWrong],
  ])("with %s is refused by the number of its line", async (_, number, text) => {
    expect(await open(text())).toEqual({
      ok: false,
      failure: {
        code: "invalid-input",
        retry: "after-act",
        detail: { field: "deviceSheet", reason: "mistyped", number },
      },
    });
  });

  function twoWrong(): string {
    const [second, fourth] = [changed(1, 0).split("\n")[1], changed(3, 0).split("\n")[3]];
    return printed()
      .with(1, second as string)
      .with(3, fourth as string)
      .join("\n");
  }

  function swapped(): string {
    const [first, second, ...rest] = printed();
    return [second, first, ...rest].join("\n");
  }

  function moved(): string {
    const lines = printed();
    return [...lines.slice(1, -1), lines[0], lines.at(-1)].join("\n");
  }

  /** Every line of these is whole in itself; what does not fit is the text. */
  it.each<[string, string, () => string]>([
    ["two lines in the other's place", "mistyped", swapped],
    ["its first line moved down", "mistyped", moved],
    ["a line missing", "mistyped", () => printed().toSpliced(2, 1).join("\n")],
    [
      "a line typed twice",
      "mistyped",
      () =>
        printed()
          .toSpliced(2, 0, printed()[2] as string)
          .join("\n"),
    ],
    [
      "a line of another computer's sheet",
      "mistyped",
      () =>
        printed()
          .with(-2, linesOf(other).at(-2) as string)
          .join("\n"),
    ],
    ["nothing typed", "mistyped", () => ""],
    ["the sheet of another computer", "other-profile", () => other.secrets.sheet],
    [
      "the paper of a person",
      "mistyped",
      () => {
        const { team, user } = own.stored.profile;
        return writeTransferCode("paper", { team, user, seed: randomBytes(32) });
      },
    ],
  ])("with %s is refused as %s, and no line is named", async (_, reason, text) => {
    expect(await open(text())).toEqual({
      ok: false,
      failure: { code: "invalid-input", retry: "after-act", detail: { field: "deviceSheet", reason } },
    });
  });

  it.each<[string, () => Parameters<typeof open>]>([
    ["under a wrong passphrase", () => [own.secrets.sheet, `${passphrase}!`]],
    [
      "of this profile with another secret",
      () => [writeTransferCode("device-sheet", { profile: own.stored.profile.profile, deviceSecret: randomBytes(32) })],
    ],
  ])("%s opens nothing", async (_, typed) => {
    expect(await open(...typed())).toMatchObject({ ok: false, failure: { code: "unlock", retry: "after-act" } });
  });

  it("is shown again as it was, for the passphrase alone", async () => {
    const here = testComputer();
    const { stored, secrets } = await keptProfile(here);
    expect(await sheetAgain(here.ports, stored, passphrase)).toEqual({ ok: true, value: secrets.sheet });
    expect(await sheetAgain(here.ports, stored, "wrong")).toMatchObject({ failure: { code: "unlock" } });
  });
});
