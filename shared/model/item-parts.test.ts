/** Parts of items that come from other people. */
import { expect, it } from "vitest";
import { limits } from "../encoding/limits.ts";
import { attachment } from "./item-parts.ts";

it("a file that says to be larger than files can be is not one", () => {
  const { size } = attachment.shape;
  expect(size.safeParse(limits.attachmentBytes).success).toBe(true);
  expect(size.safeParse(limits.attachmentBytes + 1).success).toBe(false);
});
