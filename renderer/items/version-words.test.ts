/** What a version did, in words: which files came and went by their names, beside the fields. */
import { expect, it } from "vitest";
import { changedWords } from "./version-words.ts";

const version = { version: 2, time: 0, user: "u", device: "d" };
const files = (added: string[], removed: string[] = []) => ({ added, removed });

it.each([
  [["attachments"], files(["vpn.conf"]), "File added: vpn.conf"],
  [["attachments"], files([], ["vpn.conf"]), "File removed: vpn.conf"],
  [["attachments"], files(["a.txt", "b.txt"]), "Files added: a.txt, b.txt"],
  [["attachments"], files(["a", "b", "c", "d"]), "4 files added"],
  [["attachments"], files(["new.pdf"], ["old.pdf"]), "File added: new.pdf, file removed: old.pdf"],
  [["notes", "attachments"], files(["vpn.conf"]), "Notes changed, file added: vpn.conf"],
  // Of files that no name is known of, that they changed.
  [["attachments"], undefined, "Attachments changed"],
  [["password", "totp"], undefined, "Password, one-time code changed"],
])("%j with %j: %s", (changed, of, text) => {
  expect(changedWords({ ...version, changed, ...(of === undefined ? {} : { files: of }) })).toBe(text);
});
