/** Custom fields in the editor: text, hidden or date, each with a name of its own. */
import { CalendarDays, EyeOff, Plus, Type } from "lucide-react";
import { words } from "../../../shared/copy/words.ts";
import { Button } from "../../ui/controls.tsx";
import { ActMenu } from "../../ui/menu.tsx";
import { CustomField } from "./custom-field.tsx";
import type { FieldDraft } from "./draft.ts";
import { EditRow } from "./edit-row.tsx";

const mostFields = 50;

type CustomProps = {
  item: string | null;
  fields: FieldDraft[];
  faults: number[];
  onChange(fields: FieldDraft[]): void;
  /** A hidden value was read from the item: it is no change. */
  onRead(key: number, value: string): void;
};

/** All of them, and one more. */
export function CustomFields({ item, fields, faults, onChange, onRead }: CustomProps) {
  const put = (key: number, change: Partial<FieldDraft>): void =>
    onChange(fields.map((one) => (one.key === key ? { ...one, ...change } : one)));
  const add = (type: FieldDraft["type"]): void => {
    const key = 1 + Math.max(-1, ...fields.map((one) => one.key));
    onChange([...fields, { key, from: null, name: "", type, value: "" }]);
  };
  return (
    <>
      {fields.map((field) => (
        <CustomField
          key={field.key}
          item={item}
          field={field}
          isFaulty={faults.includes(field.key)}
          onPut={(change) => put(field.key, change)}
          onRead={(value) => onRead(field.key, value)}
          onRemove={() => onChange(fields.filter(({ key }) => key !== field.key))}
        />
      ))}
      {fields.length < mostFields && (
        <EditRow label="">
          <ActMenu
            position="bottom-start"
            acts={[
              { icon: Type, label: words.edit.addText, onAct: () => add("text") },
              { icon: EyeOff, label: words.edit.addHidden, onAct: () => add("hidden") },
              { icon: CalendarDays, label: words.edit.addDate, onAct: () => add("date") },
            ]}
          >
            <Button kind="quiet" className="add-line">
              <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
              {words.edit.addField}
            </Button>
          </ActMenu>
        </EditRow>
      )}
    </>
  );
}
