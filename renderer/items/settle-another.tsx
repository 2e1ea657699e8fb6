/** A value that is none of those which stand in conflict: typed, or made of one of them. */
import type { KeyboardEvent } from "react";
import { words } from "../../shared/copy/words.ts";
import { tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { excessOf, type Sized } from "./edit/excess.ts";
import { TooLong } from "./edit/too-long.tsx";
import { callAsking } from "./shown/ask-again.tsx";

/** A value to begin with, by its address. */
export type Start = { field: string; label: string };
type AnotherProps = { item: string; field: string; starts: Start[]; value: string; onChange(value: string): void };

/** Text in which Enter begins a line: of notes, of websites, and of what people named themselves. */
const hasLines = (field: string): boolean => field === "notes" || field === "urls" || field.includes(":");
const sizes: Partial<Record<string, Sized>> = {
  title: "title",
  username: "username",
  password: "password",
  notes: "notes",
};

/** So many characters of another value are too many for its field. */
export function excessOfAnother(field: string, value: string): number {
  return excessOf(sizes[field] ?? "value", value);
}

/** The text, and buttons that put one of the values there. */
export function AnotherValue({ item, field, starts, value, onChange }: AnotherProps) {
  const begin = async (from: string): Promise<void> => {
    const read = await callAsking("item.reveal", { item, field: from });
    if (read.ok) onChange(read.value.value);
    else tellFailure(read.failure);
  };
  const isLine = !hasLines(field) && !value.includes("\n");
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || !isLine || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const excess = excessOfAnother(field, value);
  return (
    <div className="another-value">
      <textarea
        className="input mono"
        rows={isLine ? 1 : 4}
        aria-label={words.settle.another}
        aria-invalid={excess > 0}
        // biome-ignore lint/a11y/noAutofocus: it was just chosen, the value is what comes next
        autoFocus
        value={value}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={pressed}
        onChange={(event) => onChange(event.target.value)}
      />
      <TooLong excess={excess} />
      <div className="line another-starts">
        {starts.map(({ field: from, label }) => (
          <Button key={from} kind="quiet" onClick={() => void begin(from)}>
            {label}
          </Button>
        ))}
      </div>
    </div>
  );
}
