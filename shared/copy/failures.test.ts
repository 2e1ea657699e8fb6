/** Sentences that would be untrue by the code alone. */
import { expect, it } from "vitest";
import { sentence } from "./failures.ts";

it("says that codes differ only where one did, or what stands for one", () => {
  const said = (reason: string) => sentence({ code: "sas", detail: { reason } });
  const differ = sentence({ code: "sas" });
  for (const reason of ["typed", "answer", "commitment", "compared", "join"]) expect(said(reason)).toBe(differ);
  for (const reason of ["ended", "again", "not-compared", "added-before"]) expect(said(reason)).not.toBe(differ);
});
