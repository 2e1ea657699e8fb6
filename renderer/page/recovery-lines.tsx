/** The lines of a recovery sheet, typed: which of them is wrong is said as soon as it ends. */
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { mistypedLine } from "../../shared/protocol/transfer-code/sheet-lines.ts";
import { TextField } from "../ui/inputs.tsx";

const mistyped = (number: number): Failure => ({
  ...{ code: "invalid-input", retry: "after-act" },
  detail: { field: "sheet", reason: "mistyped", number },
});

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
    <TextField
      label={words.recovery.lines}
      className="mono tall"
      value={value}
      maxLength={400}
      onChange={(event) => onType(event.target.value)}
      error={said === null ? null : sentence(said)}
      note={<p className="meta input-note">{words.recovery.linesNote}</p>}
    />
  );
}
