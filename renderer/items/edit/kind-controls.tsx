/** How each form of a field is typed: one control for each, complete by the compiler. */
import { type ComponentType, useId, useState } from "react";
import { fieldName } from "../../../shared/copy/field-name.ts";
import { words } from "../../../shared/copy/words.ts";
import type { FieldForm } from "../../../shared/model/kinds/field-rule.ts";
import { tellFailure } from "../../page/notify.tsx";
import { Button } from "../../ui/controls.tsx";
import { digitGroups } from "../../ui/digit-groups.ts";
import { FieldError } from "../../ui/inputs.tsx";
import { callAsking } from "../shown/ask-again.tsx";
import { ChosenLogin } from "./chosen-login.tsx";
import type { ControlProps } from "./control-props.ts";
import { EditRow, EditText } from "./edit-row.tsx";
import { codesExcess, codesIn, type KindField, kindExcess } from "./kind-draft.ts";
import { SecretInput } from "./secret-input.tsx";
import { TooLong } from "./too-long.tsx";

const controls: Record<FieldForm, ComponentType<ControlProps>> = {
  line: Line,
  lines: Lines,
  digits: Digits,
  codes: Codes,
  login: ChosenLogin,
};

/** The control of a field, by its row. */
export function KindControl(props: ControlProps) {
  const Control = controls[props.field.form];
  return <Control {...props} />;
}

const nameOf = ({ field }: KindField): string => fieldName(`detail:${field}`);

type SecretRowProps = ControlProps & { hasLines?: boolean; onLeave?: () => void };

function Secret({ hasLines = false, onLeave, ...props }: SecretRowProps) {
  const { item, field, addresses, value, onChange, onRead } = props;
  const id = useId();
  const [address] = addresses;
  return (
    <EditRow label={nameOf(field)} forId={id}>
      <SecretInput
        id={id}
        label={nameOf(field)}
        from={item === null || address === undefined ? null : { item, field: address }}
        value={value}
        sized="password"
        hasLines={hasLines}
        onLeave={onLeave}
        onChange={onChange}
        onRead={onRead}
      />
    </EditRow>
  );
}

function Line(props: ControlProps) {
  const { field, value, onChange } = props;
  if (field.secret) return <Secret {...props} />;
  const excess = kindExcess(field, value);
  return (
    <EditText
      label={nameOf(field)}
      placeholder={words.edit.placeholders[field.field] ?? ""}
      value={value ?? ""}
      error={excess > 0 ? words.edit.tooLong(excess) : null}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Lines(props: ControlProps) {
  const { field, value, onChange } = props;
  const id = useId();
  if (field.secret) return <Secret {...props} hasLines />;
  return (
    <EditRow label={nameOf(field)} forId={id}>
      <textarea
        id={id}
        className="input mono key-input"
        rows={3}
        value={value ?? ""}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={kindExcess(field, value) > 0}
        onChange={(event) => onChange(event.target.value)}
      />
      <TooLong excess={kindExcess(field, value)} />
    </EditRow>
  );
}

/** Grouped once the person went on: nothing moves under the caret. */
function Digits(props: ControlProps) {
  const { value, onChange, onRead } = props;
  const group = (): void => {
    if (value !== null && value !== digitGroups(value)) onChange(digitGroups(value));
  };
  return <Secret {...props} onLeave={group} onRead={(read) => onRead(digitGroups(read))} />;
}

/** Ten codes are pasted as they stand on the page of the website; those that are there are read before they are changed. */
function Codes({ item, field, addresses, value, onChange, onRead }: ControlProps) {
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  if (value === null && item !== null)
    return (
      <EditRow label={nameOf(field)}>
        <div className="line seed-line">
          <span className="t2 grow">{words.recoveryCodes.count(addresses.length)}</span>
          <Button
            disabled={isBusy}
            onClick={() => {
              setBusy(true);
              void readAll(item, addresses).then((read) => {
                setBusy(false);
                if (read !== null) onRead(read);
              });
            }}
          >
            {words.recoveryCodes.edit}
          </Button>
        </div>
      </EditRow>
    );
  const tooMany = codesExcess(field, value);
  const count = codesIn(value ?? "").length;
  return (
    <EditRow label={nameOf(field)} forId={id}>
      <textarea
        id={id}
        className="input mono codes-input"
        rows={6}
        placeholder={words.recoveryCodes.paste}
        value={value ?? ""}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={tooMany > 0 || kindExcess(field, value) > 0}
        onChange={(event) => onChange(event.target.value)}
      />
      {count > 0 && <p className="meta edit-note">{words.recoveryCodes.count(count)}</p>}
      {tooMany > 0 && <FieldError>{words.recoveryCodes.tooMany(tooMany)}</FieldError>}
      <TooLong excess={kindExcess(field, value)} />
    </EditRow>
  );
}

/** All of them, one on each line; null where one could not be read, which was told. */
async function readAll(item: string, addresses: readonly string[]): Promise<string | null> {
  const values: string[] = [];
  for (const field of addresses) {
    const read = await callAsking("item.reveal", { item, field });
    if (!read.ok) {
      tellFailure(read.failure);
      return null;
    }
    values.push(read.value.value);
  }
  return values.join("\n");
}
