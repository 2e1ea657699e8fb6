import { describe, expect, it } from "vitest";
import { isOuterAddress, plainMail, plainWebsite } from "./outer-address.ts";

describe("addresses for the desktop", () => {
  it.each(["https://example.org/", "http://example.org:8080/a?b#c", plainMail("ada+x@example.org") ?? ""])(
    "lets %s out",
    (address) => expect(isOuterAddress(address)).toBe(true),
  );

  it.each([
    ...["file:///etc/passwd", "javascript:alert(1)", "latchkey://item/x", "smb://x/", "ms-settings:x", "", "https:"],
    ...["https://user@example.org/", "https://:word@example.org/", "HTTPS://EXAMPLE.ORG", "https://example.org/ x"],
    ...["mailto:", "mailto:ada@example.org?bcc=eve@example.org", "mailto:ada@example.org,eve@example.org", "mailto:%"],
  ])("keeps “%s” in", (address) => expect(isOuterAddress(address)).toBe(false));

  it("gives one spelling of a website, and nothing for a mail with more in it", () => {
    expect(plainWebsite("HTTPS://Example.org")).toBe("https://example.org/");
    expect(plainMail("ada@example.org?subject=x")).toBeNull();
  });
});
