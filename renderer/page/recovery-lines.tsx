/** The lines of a recovery sheet, typed: which of them is wrong is said as soon as it ends. */
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { begunLines, mistypedLine } from "../../shared/protocol/transfer-code/sheet-lines.ts";
import { FieldError, TextArea } from "../ui/inputs.tsx";

const mistyped = (number: number): Failure => ({
  ...{ code: "invalid-input", retry: "after-act" },
  detail: { field: "sheet", reason: "mistyped", number },
});

/** A recovery sheet has so many lines. */
const sheetLines = 10;

/** The field. */
export function RecoveryLines({
  value,
  failure,
  onType,
}: {
  value: string;
  failure: Failure | null;
  onType(text: string): void;
}) {
  const line = mistypedLine(value);
  const said = line === null ? failure : mistyped(line);
  return (
    <div>
      <TextArea
        label={words.recovery.lines}
        className="input mono recovery-lines"
        rows={sheetLines}
        value={value}
        maxLength={400}
        autoComplete="off"
        aria-invalid={said !== null}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          // As on the paper: Enter begins the next line, and goes on behind the last.
          if (event.key !== "Enter" || begunLines(value) < sheetLines || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <p className="meta input-note">{words.recovery.linesNote}</p>
      {said !== null && <FieldError>{sentence(said)}</FieldError>}
    </div>
  );
}
