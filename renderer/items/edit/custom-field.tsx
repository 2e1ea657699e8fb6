/** One custom field in the editor: its name where labels stand, its value beside it. */
import { X } from "lucide-react";
import { useId } from "react";
import { words } from "../../../shared/copy/words.ts";
import { IconButton } from "../../ui/controls.tsx";
import { FieldError } from "../../ui/inputs.tsx";
import type { FieldDraft } from "./draft.ts";
import { EditRow } from "./edit-row.tsx";
import { excessOf } from "./excess.ts";
import { SecretInput } from "./secret-input.tsx";
import { TooLong } from "./too-long.tsx";

type FieldProps = {
  item: string | null;
  field: FieldDraft;
  isFaulty: boolean;
  onPut(change: Partial<FieldDraft>): void;
  onRead(value: string): void;
  onRemove(): void;
};

/** The row. */
export function CustomField({ item, field, isFaulty, onPut, onRead, onRemove }: FieldProps) {
  const id = useId();
  const { from, name, type, value } = field;
  const nameExcess = excessOf("name", name.trim());
  const remove = <IconButton icon={X} label={words.edit.removeField(name)} onClick={onRemove} />;
  const label = (
    <input
      className="input name-input"
      aria-label={words.edit.fieldName}
      placeholder={words.edit.fieldName}
      aria-invalid={isFaulty || nameExcess > 0}
      aria-describedby={isFaulty ? `${id}-error` : undefined}
      value={name}
      spellCheck={false}
      autoComplete="off"
      // biome-ignore lint/a11y/noAutofocus: the field was just added, its name is what comes next
      autoFocus={from === null && name === ""}
      onChange={(event) => onPut({ name: event.target.value })}
    />
  );
  return (
    <EditRow label={label}>
      {type === "hidden" ? (
        <SecretInput
          id={id}
          label={words.edit.fieldValue(name)}
          from={item === null || from === null ? null : { item, field: from }}
          value={value}
          sized="value"
          acts={remove}
          onChange={(typed) => onPut({ value: typed })}
          onRead={onRead}
        />
      ) : (
        <div className="input-wrap">
          <OpenValue id={id} name={name} isDate={type === "date"} value={value ?? ""} onPut={onPut} />
          <span className="input-acts at-top">{remove}</span>
        </div>
      )}
      {isFaulty && <FieldError id={`${id}-error`}>{words.edit.badName}</FieldError>}
      <TooLong excess={nameExcess} />
      {type !== "hidden" && <TooLong excess={excessOf("value", value)} />}
    </EditRow>
  );
}

type OpenProps = { id: string; name: string; isDate: boolean; value: string; onPut(change: Partial<FieldDraft>): void };

function OpenValue({ id, name, isDate, value, onPut }: OpenProps) {
  const shared = {
    id,
    className: "input with-act",
    "aria-label": words.edit.fieldValue(name),
    value,
    "aria-invalid": excessOf("value", value) > 0,
    spellCheck: false,
    onChange: (event: { target: { value: string } }) => onPut({ value: event.target.value }),
  };
  if (value.includes("\n")) return <textarea rows={3} {...shared} />;
  // An imported date in another form than the browser's own stays text.
  const isOwnForm = value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value);
  return <input type={isDate && isOwnForm ? "date" : "text"} autoComplete="off" {...shared} />;
}
