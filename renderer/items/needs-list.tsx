/** The list of what waits for this person, in groups by what they do about it; below, changes that stand in no list, and what they typed and did not save. */
import { PencilLine } from "lucide-react";
import { useEffect, useRef } from "react";
import type { ItemRow, NeedShape, UnsentShape } from "../../shared/contract/shapes.ts";
import type { TypedShape } from "../../shared/contract/typed-text.ts";
import { ago } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useNow } from "../page/use-now.ts";
import { titleOf } from "../typed/typed-offer.tsx";
import { Badge, Mark } from "../ui/controls.tsx";
import { TwoLines } from "../ui/rows.tsx";
import { keyPressed, type ListProps, listId, Row, rowId } from "./item-list.tsx";
import { useTypeAhead } from "./list/use-type-ahead.ts";
import { UnsentRows } from "./unsent-rows.tsx";

const order: NeedShape["why"][] = ["conflict", "unsent", "damaged"];
/** Those after are reached when these are settled. */
const mostShown = 200;
const minuteMs = 60_000;

type NeedsProps = ListProps & { unsent: UnsentShape[]; typed: TypedShape[]; onResume(typed: TypedShape): void };
type Place = { row: ItemRow; index: number };

/** Draws it; there are few rows, so all of them are in the page. */
export function NeedsList({ unsent, typed, onResume, ...props }: NeedsProps) {
  const { list, vaults, selected } = props;
  const box = useRef<HTMLDivElement>(null);
  const letters = useTypeAhead(props.onType);
  const last = Math.min(list.total, mostShown) - 1;
  useEffect(() => void list.look(0, Math.max(0, last)), [list.look, last]);
  const active = rowId(list.rowAt(selected));
  useEffect(() => {
    document.getElementById(active ?? "")?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const places = Array.from({ length: last + 1 }, (_, index) => ({ row: list.rowAt(index), index })).filter(isHere);
  return (
    <div className="rows needs-rows">
      <div
        ref={box}
        id={listId}
        role="listbox"
        tabIndex={0}
        aria-label={words.needs.title}
        aria-activedescendant={active}
        className="needs-box"
        onKeyDown={(event) => (letters(event) ? event.preventDefault() : keyPressed(event, props, box.current))}
      >
        {order.map((why) => {
          const own = places.filter(({ row }) => row.needs === why);
          if (own.length === 0) return null;
          return (
            <div key={why} role="group" aria-label={words.needs.groups[why]}>
              <Head name={words.needs.groups[why]} count={own.length} />
              {own.map(({ row, index }) => (
                <Row
                  key={row.item}
                  {...props}
                  row={row}
                  index={index}
                  vault={vaults.find((one) => one.vault === row.vault)}
                />
              ))}
            </div>
          );
        })}
      </div>
      {unsent.length > 0 && (
        <section aria-label={words.unsent.group}>
          <Head name={words.unsent.group} count={unsent.length} />
          <UnsentRows unsent={unsent} vaults={vaults} />
        </section>
      )}
      {typed.length > 0 && (
        <section aria-label={words.needs.typed}>
          <Head name={words.needs.typed} count={typed.length} />
          {typed.map((one) => (
            <TypedRow key={one.typed} typed={one} onResume={() => onResume(one)} />
          ))}
        </section>
      )}
      <p className="meta needs-note">{words.needs.note}</p>
    </div>
  );
}

const isHere = (place: { row: ItemRow | undefined; index: number }): place is Place => place.row !== undefined;

function Head({ name, count }: { name: string; count: number }) {
  return (
    <div className="side-head" aria-hidden="true">
      <span className="grow">{name}</span>
      <span className="side-count tab">{count}</span>
    </div>
  );
}

function TypedRow({ typed, onResume }: { typed: TypedShape; onResume(): void }) {
  const now = useNow(true, minuteMs);
  const title = titleOf(typed);
  return (
    <button type="button" className="row" onClick={onResume}>
      <Mark id={typed.item ?? typed.typed} name={title} />
      <TwoLines
        title={title}
        meta={words.typed.about(typed.kind, ago(typed.at, now))}
        badge={
          <Badge icon={PencilLine} small>
            {words.needs.goOn}
          </Badge>
        }
      />
    </button>
  );
}
