/** Goes on with what was typed and not saved in a dialog or a conflict: the same place opens, with what stood there. */
import type { ItemRow, VaultShape } from "../../shared/contract/shapes.ts";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import type { TypedKind, TypedText } from "../../shared/model/typed-kinds.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import type { Kept } from "../typed/use-kept-text.ts";
import type { OpenDialog } from "./dialog.tsx";
import { callAsking } from "./shown/ask-again.tsx";

/** Where it goes on; the editor of items has its own way (`take-up.ts`). */
export type Ways = {
  vaults: VaultShape[];
  showDialog(dialog: OpenDialog): void;
  toPeople(kept: Kept<"invite"> | Kept<"newGroup">): void;
  toConflict(kept: Kept<"settle">): void;
};
type Elsewhere = Exclude<TypedKind, "item">;

const goingOn: { [Kind in Elsewhere]: (kept: Kept<Kind>, ways: Ways) => void } = {
  newVault: (resumed, { showDialog }) => showDialog({ kind: "vault", resumed }),
  vaultTitle(resumed, { vaults, showDialog }) {
    const vault = vaults.find((one) => one.vault === resumed.text.vault);
    if (vault !== undefined) showDialog({ kind: "rename", vault, resumed });
  },
  invite: (kept, { toPeople }) => toPeople(kept),
  newGroup: (kept, { toPeople }) => toPeople(kept),
  settle: (kept, { toConflict }) => toConflict(kept),
  tags: (resumed, { showDialog }) =>
    void rowsOf(resumed.text.items, (rows) => showDialog({ kind: "tag", rows, resumed })),
  move: (resumed, { showDialog }) =>
    void rowsOf(resumed.text.items, (rows) =>
      showDialog({ kind: "move", rows, isShare: resumed.text.isShare, resumed }),
    ),
};

/** Opens it there; where it cannot go on, it can be read and copied. */
export async function goOn({ typed }: TypedShape, ways: Ways): Promise<void> {
  const opened = await callAsking("typed.open", { typed });
  if (!opened.ok) return tellFailure(opened.failure);
  const { text, isOpen } = opened.value;
  if (text.kind === "item") return;
  if (!isOpen) return ways.showDialog({ kind: "typed", text });
  const go = goingOn[text.kind] as (kept: { typed: string; text: TypedText }, ways: Ways) => void;
  go({ typed, text }, ways);
}

/** More than any list holds. */
const all = 100_000;

/** Those of them that are still here, in the order of the list. */
async function rowsOf(items: readonly string[], then: (rows: ItemRow[]) => void): Promise<void> {
  const list = await call("item.list", { limit: all });
  if (!list.ok) return tellFailure(list.failure);
  const wanted = new Set(items);
  then(list.value.items.filter(({ item }) => wanted.has(item)));
}
