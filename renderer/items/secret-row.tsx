/** A row with a secret: ten dots; shown for 20 s with a shrinking line; copied outside the page. */
import { Copy, Eye, EyeOff } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { call } from "../client.ts";
import { words } from "../copy/words.ts";
import { tellFailure } from "../notify.ts";
import { IconButton } from "../ui/controls.tsx";
import { Dots, SecretText } from "../ui/secret-text.tsx";
import { copyField } from "./copy-field.ts";

const shownMs = 20_000;
type Shown = { value: string; until: number };

/** Reveals one field; forgets it after 20 s and when the row goes. */
export function useReveal(item: string, field: string): { shown: Shown | null; leftMs: number; toggle(): void } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [leftMs, setLeftMs] = useState(0);
  useEffect(() => {
    if (shown === null) return;
    const tick = setInterval(() => {
      const left = shown.until - Date.now();
      setLeftMs(left);
      if (left <= 0) setShown(null);
    }, 200);
    return () => clearInterval(tick);
  }, [shown]);
  const toggle = useCallback(() => {
    if (shown !== null) {
      setShown(null);
      return;
    }
    void call("item.reveal", { item, field }).then((revealed) => {
      if (!revealed.ok) return tellFailure(revealed.failure);
      setLeftMs(shownMs);
      setShown({ value: revealed.value.value, until: Date.now() + shownMs });
    });
  }, [shown, item, field]);
  return { shown, leftMs, toggle };
}

type SecretProps = {
  item: string;
  field: string;
  label: string;
  reveal: ReturnType<typeof useReveal>;
  shortcut?: string;
  copyKey?: string;
};

/** The row. */
export function SecretRow({ item, field, label, reveal, shortcut, copyKey }: SecretProps) {
  const { shown, leftMs, toggle } = reveal;
  return (
    <div className="field" data-secret="true">
      <div className="field-label">{label}</div>
      <div className="field-value">
        {shown === null ? <Dots label={`${label}, ${words.act.hide}`} /> : <SecretText secret={shown.value} />}
        {shown !== null && (
          <div className="shrink" aria-hidden="true">
            <span style={{ width: `${(100 * leftMs) / shownMs}%` }} />
          </div>
        )}
      </div>
      {shown !== null && <span className="meta tab">{Math.max(0, Math.ceil(leftMs / 1000))} s</span>}
      <IconButton
        icon={shown === null ? Eye : EyeOff}
        label={`${shown === null ? words.act.show : words.act.hide}: ${label}`}
        {...(shortcut === undefined ? {} : { shortcut })}
        onClick={toggle}
      />
      <IconButton
        icon={Copy}
        label={`${words.act.copy}: ${label}`}
        {...(copyKey === undefined ? {} : { shortcut: copyKey })}
        onClick={() => void copyField(item, field, label)}
      />
    </div>
  );
}

/** A secret that only stands for itself (custom field, older value): its own reveal. */
export function OwnSecretRow(props: Omit<SecretProps, "reveal">) {
  const reveal = useReveal(props.item, props.field);
  return <SecretRow {...props} reveal={reveal} />;
}
