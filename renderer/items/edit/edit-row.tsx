/** One row of the editor: its label on the left where people read it in the detail too, the input on the right. */
import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { FieldError } from "../../ui/inputs.tsx";

type RowProps = { label: ReactNode; forId?: string; children: ReactNode };

/** Label and what belongs to it. */
export function EditRow({ label, forId, children }: RowProps) {
  return (
    <div className="edit-row">
      {forId === undefined ? (
        <div className="edit-label">{label}</div>
      ) : (
        <label className="edit-label" htmlFor={forId}>
          {label}
        </label>
      )}
      <div className="edit-value">{children}</div>
    </div>
  );
}

type TextProps = InputHTMLAttributes<HTMLInputElement> & { label: string; error?: string | null };

/** A line of text with its label. */
export function EditText({ label, error = null, className, ...rest }: TextProps) {
  const id = useId();
  return (
    <EditRow label={label} forId={id}>
      <input
        id={id}
        className={`input ${className ?? ""}`}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : `${id}-error`}
        {...rest}
      />
      {error !== null && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </EditRow>
  );
}
