/** Takes up what was typed and not saved: the editor opens where it stood, or as a new login where its item is gone. */
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { ok, type Result } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import type { Resumed } from "./edit/draft.ts";
import type { Mode } from "./mode.ts";
import { callAsking } from "./shown/ask-again.tsx";
import { readWhole } from "./shown/read-whole.ts";
import type { ShownItem } from "./shown/use-shown-item.ts";

/** The item as it was read for the editor, and what was typed before. */
export type Again = { item: ShownItem | null; resumed: Resumed | null };
type Editing = { mode: Mode; begin(mode: Mode, again: Again): void };

/** Edits an item whose values are not all there yet, or that asks for the passphrase: once they were read, or not at all. */
export async function editRead(item: string, begin: Editing["begin"]): Promise<void> {
  const shown = await readItem(item);
  if (shown.ok) begin("edit", { item: shown.value, resumed: null });
  else tellFailure(shown.failure);
}

/** Nothing where an editor is open already. */
export async function takeUp({ typed, item, isOpen }: TypedShape, { mode, begin }: Editing): Promise<void> {
  if (mode === "edit" || mode === "new") return;
  // First, because an item that asks for the passphrase asks here, and what was typed opens after it.
  const shown = item === null || !isOpen ? null : await readItem(item);
  if (shown !== null && !shown.ok) return tellFailure(shown.failure);
  const opened = await callAsking("typed.open", { typed });
  if (!opened.ok) return tellFailure(opened.failure);
  if (opened.value.text.kind !== "item") return;
  const { at, title } = opened.value;
  const { base, text } = opened.value.text;
  if (shown === null) {
    // Under its own name, also where that was not touched.
    begin("new", { item: null, resumed: { typed, base: null, at, text: { title, ...text } } });
    return;
  }
  begin("edit", { item: shown.value, resumed: { typed, base, at, text } });
}

/** An item as the detail shows it, wherever in the list it is. */
async function readItem(item: string): Promise<Result<ShownItem>> {
  const read = await readWhole({
    get: () => call("item.get", { item }),
    reveal: (field) => callAsking("item.reveal", { item, field }),
  });
  if (!read.ok) return read;
  const { detail, openValues } = read.value;
  return ok({ row: detail, detail, openValues, isWhole: true, failure: null });
}
