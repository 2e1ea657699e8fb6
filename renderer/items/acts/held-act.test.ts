import { describe, expect, it } from "vitest";
import { askedNow, fateOf, type ListNow } from "./held-act.ts";

const now = (change: Partial<ListNow> = {}): ListNow => ({
  ...{ place: "all", isSettled: true, isEmpty: false, selected: "new", shown: "new" },
  ...change,
});
const copy = ["copyPassword"] as const;

describe("an act asked for by quick hands", () => {
  it("is done at once with the item that is selected and shown", () => {
    expect(fateOf(askedNow(copy, now()), now())).toBe("act");
  });
  it("waits while the detail still shows the item that was selected before", () => {
    const asked = askedNow(copy, now({ shown: "old" }));
    expect(fateOf(asked, now({ shown: "old" }))).toBe("wait");
    expect(fateOf(asked, now({ shown: null }))).toBe("wait");
    expect(fateOf(asked, now())).toBe("act");
  });
  it("waits for the answer of a search, and takes what that finds first", () => {
    const stale = now({ isSettled: false, selected: "old", shown: "old" });
    const asked = askedNow(copy, stale);
    expect(asked.item).toBeNull();
    expect(fateOf(asked, stale)).toBe("wait");
    expect(fateOf(asked, now({ shown: "old" }))).toBe("wait");
    expect(fateOf(asked, now())).toBe("act");
  });
  it("is given up where another item was selected, another list chosen, or more typed", () => {
    const asked = askedNow(copy, now({ shown: "old" }));
    expect(fateOf(asked, now({ selected: "third", shown: "third" }))).toBe("drop");
    expect(fateOf(asked, now({ place: "trash" }))).toBe("drop");
  });
  it("is given up where the search finds nothing", () => {
    const asked = askedNow(copy, now({ isSettled: false, selected: "old" }));
    expect(fateOf(asked, now({ isSettled: false, isEmpty: true, selected: null }))).toBe("drop");
    expect(fateOf(asked, now({ selected: null, shown: null }))).toBe("drop");
  });
});
