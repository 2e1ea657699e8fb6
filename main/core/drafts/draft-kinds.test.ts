/** Drafts that say nothing that their kind could push. */
import { describe, expect, it } from "vitest";
import { recordDraftKind } from "../records/record-draft.ts";
import { itemDraftKind } from "../vaults/items/item-push.ts";
import type { DraftParts } from "./draft-body.ts";
import type { Draft } from "./draft-book.ts";
import type { DraftKind } from "./draft-kind.ts";

/** The chain holds the item, and nothing else is asked. */
const core = { unlocked: { chains: { chain: () => ({ items: new Map([["item", {}]]) }) } } };
const draft = { vault: "vault", item: "item" } as unknown as Draft;
const parts = (kind: string): DraftParts => ({ kind, at: 0, base: null, wanted: null }) as unknown as DraftParts;

describe("a draft that was changed on the disk", () => {
  it.each<[string, DraftKind]>([
    ["a record's that wants nothing", recordDraftKind(core as never)],
    ["an item's that says that it is a record's", itemDraftKind(core as never)],
  ])("stays, by name, and is never pushed: %s", async (_, kind) => {
    expect(await kind.step(draft, parts("record"))).toMatchObject({
      state: "stays",
      failure: { code: "encoding", detail: { reason: "draft" } },
    });
  });
});
