/** The seed of the one-time code in the editor: kept, replaced by a link or a typed secret, or removed. */
import { useId, useState } from "react";
import { words } from "../../../shared/copy/words.ts";
import { Button } from "../../ui/controls.tsx";
import { FieldError } from "../../ui/inputs.tsx";
import { EditRow } from "./edit-row.tsx";

type SeedProps = {
  has: boolean;
  value: string;
  removes: boolean;
  error: string | null;
  onChange(value: string): void;
  onRemoves(removes: boolean): void;
};

/** The row. */
export function SeedField({ has, value, removes, error, onChange, onRemoves }: SeedProps) {
  const [replaces, setReplaces] = useState(false);
  const id = useId();
  if (has && (removes || !replaces))
    return (
      <EditRow label={words.items.code}>
        <div className="line seed-line">
          <span className="t2 grow">{removes ? words.edit.seedGoes : words.edit.hasSeed}</span>
          {removes ? (
            <Button onClick={() => onRemoves(false)}>{words.edit.keepSeed}</Button>
          ) : (
            <>
              <Button kind="quiet" onClick={() => onRemoves(true)}>
                {words.edit.removeSeed}
              </Button>
              <Button onClick={() => setReplaces(true)}>{words.edit.replaceSeed}</Button>
            </>
          )}
        </div>
      </EditRow>
    );
  return (
    <EditRow label={words.items.code} forId={id}>
      <input
        id={id}
        className="input mono secret-input"
        type="password"
        placeholder={words.edit.seed}
        value={value}
        maxLength={4096}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== null && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </EditRow>
  );
}
