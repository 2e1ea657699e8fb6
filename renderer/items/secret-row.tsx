/**
 * A row with a secret: ten dots; shown for 20 s with a shrinking line; copied outside the page. A shown value lives in
 * this component alone, is never cached, and goes when the time is over or the row goes.
 */
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { type Deadline, deadlineIn, leftUntil } from "../../shared/deadline.ts";
import { itemKinds } from "../../shared/model/kinds/kinds.ts";
import { tellFailure } from "../page/notify.tsx";
import { pageClock } from "../page/page-clock.ts";
import { IconButton } from "../ui/controls.tsx";
import { digitGroups } from "../ui/digit-groups.ts";
import { CopyButton, Field } from "../ui/rows.tsx";
import { Dots, SecretText } from "../ui/secret-text.tsx";
import { copyField } from "./copy-field.ts";
import { kindFields } from "./edit/kind-draft.ts";
import { callAsking } from "./shown/ask-again.tsx";

const shownMs = 20_000;
const tickMs = 1000;
const digitFields: ReadonlySet<string> = new Set(
  itemKinds.flatMap((kind) =>
    kindFields(kind)
      .filter(({ form }) => form === "digits")
      .map(({ field }) => `detail:${field}`),
  ),
);
type Shown = { value: string; until: Deadline };
export type Reveal = { value: string | null; leftMs: number; toggle(): void };

/** Reveals one field, of an older version where that is given; forgets it after 20 s. */
export function useReveal(item: string, field: string, version: number | null = null): Reveal {
  const [shown, setShown] = useState<Shown | null>(null);
  const [leftMs, setLeftMs] = useState(0);
  useEffect(() => {
    if (shown === null) return;
    const tick = setInterval(() => {
      const left = leftUntil(pageClock, shown.until);
      setLeftMs(left);
      if (left <= 0) setShown(null);
    }, tickMs);
    return () => clearInterval(tick);
  }, [shown]);
  const toggle = useCallback(() => {
    if (shown !== null) return setShown(null);
    void callAsking("item.reveal", { item, field, ...(version === null ? {} : { version }) }).then((revealed) => {
      if (!revealed.ok) return tellFailure(revealed.failure);
      setLeftMs(shownMs);
      setShown({ value: revealed.value.value, until: deadlineIn(pageClock, shownMs) });
    });
  }, [shown, item, field, version]);
  return { value: shown?.value ?? null, leftMs, toggle };
}

type SecretProps = {
  item: string;
  field: string;
  label: string;
  reveal: Reveal;
  shortcut?: string;
  copyKey?: string;
  isNarrow?: boolean;
  /** A quiet word beside it. */
  note?: string | null;
  /** What else can be done with it. */
  more?: ReactNode;
  /** Copies it in another way than as the field that it is. */
  onCopy?: () => void;
};

/** The row. */
export function SecretRow(props: SecretProps) {
  const { item, field, label, reveal, shortcut, copyKey, isNarrow = false, note = null, more } = props;
  const { value, leftMs, toggle } = reveal;
  const copy = props.onCopy ?? (() => void copyField(item, field, label));
  const acts = (
    <>
      {note !== null && <span className="meta">{note}</span>}
      {value !== null && <span className="meta tab">{Math.max(0, Math.ceil(leftMs / 1000))} s</span>}
      <IconButton
        icon={value === null ? Eye : EyeOff}
        label={`${value === null ? words.act.show : words.act.hide}: ${label}`}
        {...(shortcut === undefined ? {} : { shortcut })}
        onClick={toggle}
      />
      <CopyButton label={label} shortcut={copyKey} onCopy={copy} />
      {more}
      {value !== null && (
        <div className="shrink" aria-hidden="true">
          <span style={{ width: `${Math.max(0, (100 * (leftMs - tickMs)) / (shownMs - tickMs))}%` }} />
        </div>
      )}
    </>
  );
  return (
    <Field label={label} kind={isNarrow ? "narrow" : "secret"} acts={acts}>
      {value === null ? <Dots label={`${label}, ${words.act.hidden}`} /> : <ShownValue field={field} value={value} />}
    </Field>
  );
}

/** A card's number in groups, without a sign between them; everything else as it is. */
function ShownValue({ field, value }: { field: string; value: string }) {
  if (!digitFields.has(field)) return <SecretText secret={value} />;
  return (
    <span className="digit-groups">
      {digitGroups(value)
        .split(" ")
        .map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move, and two of them may be equal
          <SecretText key={at} secret={group} />
        ))}
    </span>
  );
}

/** A secret that only stands for itself (custom field, older value): its own reveal. */
export function OwnSecretRow(props: Omit<SecretProps, "reveal">) {
  const reveal = useReveal(props.item, props.field);
  return <SecretRow {...props} reveal={reveal} />;
}
