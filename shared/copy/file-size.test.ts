import { expect, it } from "vitest";
import { fileSize } from "./file-size.ts";

it.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 KB"],
  [1499, "1.5 KB"],
  [12_400, "12 KB"],
  [999_499, "999 KB"],
  [999_500, "1 MB"],
  [1_440_000, "1.4 MB"],
  [26_214_400, "26 MB"],
  [25_400_000_000, "25 GB"],
])("a file of %i bytes has %s", (bytes, said) => {
  expect(fileSize(bytes)).toBe(said);
});
