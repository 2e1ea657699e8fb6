import { describe, expect, it } from "vitest";
import { alertWords } from "./alerts.ts";

const nobody = { vault: null, person: null };

describe("the words of an alert", () => {
  it("of a restored server say what came back, and of no attack", () => {
    const words = (count: number) => alertWords({ code: "restored", count }, nobody);
    expect(words(14)).toEqual({
      title: "The server was restored from an older copy",
      note: "Your team’s apps brought 14 changes back.",
    });
    expect(words(1).note).toBe("Your team’s apps brought 1 change back.");
  });

  it("say which part of this disk was changed, and that nothing else was", () => {
    const titles = (["drafts", "auto-lock", "reports"] as const).map(
      (reason) => alertWords({ code: "damaged-database", reason }, nobody).title,
    );
    expect(new Set(titles).size).toBe(3);
    expect(alertWords({ code: "damaged-database", reason: "auto-lock" }, nobody).note).toContain("1 minute");
  });

  it.each([
    { code: "log-fork", vault: "v" },
    { code: "local-rollback", vault: "v" },
    { code: "log-rollback", vault: "v" },
    { code: "key-commit", vault: "v" },
    { code: "manifest", vault: "v" },
  ])("name the vault of $code, and no vault whose title cannot be read", (alert) => {
    expect(alertWords(alert, { ...nobody, vault: "Ops" }).title).toContain("Ops");
    expect(alertWords(alert, nobody).title).toContain("a vault");
  });

  it("name the signer where there is one, and nobody else", () => {
    const signed = { code: "key-commit", vault: "v", user: "u" };
    expect(alertWords(signed, { vault: "Ops", person: "Bob" }).note).toContain("It was signed by Bob.");
    expect(alertWords({ code: "key-commit", vault: "v" }, { vault: "Ops", person: "Bob" }).note).not.toContain("Bob");
  });

  it("use the failure's sentence where a code has none of its own", () => {
    expect(alertWords({ code: "signature" }, nobody)).toEqual({
      title: "Something was refused",
      note: "A signature is wrong. Latchkey rejected what it belongs to.",
    });
  });
});
