/** The login that recovery codes are of: found by its title, among those that this person may open. */
import { KeyRound } from "lucide-react";
import { useId, useState } from "react";
import { fieldName } from "../../../shared/copy/field-name.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { Button } from "../../ui/controls.tsx";
import type { ControlProps } from "./control-props.ts";
import { EditRow } from "./edit-row.tsx";

const mostFound = 6;

/** The row. */
export function ChosenLogin({ field, value, onChange }: ControlProps) {
  const id = useId();
  const [text, setText] = useState("");
  const isChosen = value !== null && value !== "";
  const chosen = useAnswer("item.get", { item: value ?? "" }, isChosen);
  const query = { text: text.trim(), kind: "login" as const, limit: mostFound };
  const found = useAnswer("item.list", query, !isChosen && text.trim() !== "").value?.items ?? [];
  const label = fieldName(`detail:${field.field}`);
  if (isChosen)
    return (
      <EditRow label={label}>
        <div className="line seed-line">
          <span className="grow cut">
            {chosen.value?.title ?? (chosen.failure === null ? "" : words.recoveryCodes.closed)}
          </span>
          <Button onClick={() => onChange("")}>{words.recoveryCodes.another}</Button>
        </div>
      </EditRow>
    );
  return (
    <EditRow label={label} forId={id}>
      <input
        id={id}
        className="input"
        placeholder={words.recoveryCodes.findLogin}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      {found.map((row) => (
        <button key={row.item} type="button" className="instead" onClick={() => onChange(row.item)}>
          <KeyRound size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="cut">{row.title}</span>
          <span className="meta cut grow">{row.username}</span>
        </button>
      ))}
      {text.trim() !== "" && found.length === 0 && <p className="meta edit-note">{words.recoveryCodes.noLogin}</p>}
    </EditRow>
  );
}
