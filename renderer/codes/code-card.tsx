/** One code: whose it is, large digits in two groups, ring, and the next one. */
import { Check, LockKeyhole } from "lucide-react";
import type { CodeRow } from "../../shared/contract/codes.ts";
import { words } from "../../shared/copy/words.ts";
import { shownCodes } from "../items/shown-codes.ts";
import { CodeGroups } from "../ui/code-groups.tsx";
import { Mark } from "../ui/controls.tsx";
import { Ring } from "../ui/ring.tsx";
import type { Held } from "./use-codes.ts";

const soonMs = 5000;

type CardProps = {
  row: CodeRow;
  code: Held | undefined;
  now: number;
  isSelected: boolean;
  isCopied: boolean;
  onPick(): void;
};

/** A click picks and copies it, as Enter does. */
export function CodeCard({ row, code, now, isSelected, isCopied, onPick }: CardProps) {
  const { item, title, username } = row;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the list around it
    <div
      id={cardId(row)}
      className="code-card"
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-label={[title, username, row.favourite === true && words.codes.favourite].filter(Boolean).join(", ")}
      onClick={onPick}
    >
      <div className="code-card-head">
        <Mark id={item} name={title} size={24} />
        <span className="row-title cut">{title}</span>
        <span className="meta cut exact">{username}</span>
      </div>
      <CodeLines {...{ row, code, now }} />
      {isCopied && (
        <span className="code-copied">
          <Check size={14} strokeWidth={2.1} aria-hidden="true" /> {words.codes.copied}
        </span>
      )}
    </div>
  );
}

/** The id of its element, which the search field names as the chosen one. */
export const cardId = ({ item }: CodeRow): string => `code-${item}`;

function CodeLines({ row, code, now }: Pick<CardProps, "row" | "code" | "now">) {
  if (row.askAgain)
    return (
      <div className="code-card-none">
        <LockKeyhole size={16} strokeWidth={1.75} aria-hidden="true" /> {words.codes.asks}
      </div>
    );
  if (code === undefined) return <div className="code-card-none" />;
  if (code === "refused") return <div className="code-card-none">{words.codes.unread}</div>;
  const { current, next } = shownCodes(code, now);
  const endsAt = now < code.endsAt ? code.endsAt : code.endsAt + code.periodMs;
  const leftMs = Math.max(0, endsAt - now);
  const isSoon = leftMs <= soonMs;
  return (
    <>
      <div className="code-card-now" data-soon={isSoon}>
        <CodeGroups text={current} className="code-huge" />
        <Ring leftMs={leftMs} periodMs={code.periodMs} quiet />
      </div>
      <div className="code-card-next">
        {isSoon && next !== "" ? words.codes.useNext : words.codes.next}{" "}
        <CodeGroups text={next} className="code-next" isSoon={isSoon} />
      </div>
    </>
  );
}
