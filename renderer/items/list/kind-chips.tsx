/** Above the rows: the kinds of items that are there, each with its count; one of them narrows the list, and again widens it. */
import { words } from "../../../shared/copy/words.ts";
import { type ItemKind, itemKinds } from "../../../shared/model/kinds/kinds.ts";
import { Chip } from "../../ui/controls.tsx";

export type KindCounts = Partial<Record<ItemKind, number>>;

/** Whether there is anything to choose. */
export function hasKinds(kinds: KindCounts, chosen: ItemKind | null): boolean {
  return chosen !== null || Object.keys(kinds).length > 1;
}

type ChipsProps = { kinds: KindCounts; chosen: ItemKind | null; onChoose(kind: ItemKind | null): void };

/** One for each; the chosen one also where nothing of it is left. */
export function KindChips({ kinds, chosen, onChoose }: ChipsProps) {
  return (
    <fieldset className="kind-chips grow" aria-label={words.edit.kind}>
      {itemKinds
        .filter((kind) => kinds[kind] !== undefined || kind === chosen)
        .map((kind) => (
          <Chip
            key={kind}
            isOn={kind === chosen}
            count={(kinds[kind] ?? 0).toLocaleString("en")}
            onPick={() => onChoose(kind === chosen ? null : kind)}
          >
            {words.items.shelfOf[kind]}
          </Chip>
        ))}
    </fieldset>
  );
}
