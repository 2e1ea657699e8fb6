/** The device sheet, typed, where the keychain does not give this computer's half of the key: as at unlock, so wherever a passphrase is asked for. */
import { useState } from "react";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { mistypedLine } from "../../shared/protocol/transfer-code/sheet-lines.ts";
import { TextField } from "../ui/inputs.tsx";

export type TypedSheet = {
  /** Null where none is asked for. */
  sheet: string | null;
  /** What a command takes beside the passphrase. */
  given: { deviceSheet?: string };
  type(sheet: string): void;
  ask(): void;
  /** Asks for it where this is what was missing. */
  after(failure: Failure): void;
};

/** Whether the failure is told beside the sheet. */
export function isOfSheet(failure: Failure | null): boolean {
  const { code, detail } = failure ?? {};
  return code === "keychain-missing" || (code === "invalid-input" && detail?.field === "deviceSheet");
}

/** One for a form. */
export function useTypedSheet(): TypedSheet {
  const [sheet, setSheet] = useState<string | null>(null);
  const ask = (): void => setSheet((before) => before ?? "");
  return {
    sheet,
    given: sheet === null ? {} : { deviceSheet: sheet },
    type: setSheet,
    ask,
    after: ({ code }) => {
      if (code === "keychain-missing") ask();
    },
  };
}

const mistyped = (line: number): Failure => ({
  ...{ code: "invalid-input", retry: "after-act" },
  detail: { field: "deviceSheet", reason: "mistyped", number: line },
});

type FieldProps = { typed: TypedSheet; failure: Failure | null };

/** The field; nothing where no sheet is asked for. */
export function SheetField({ typed, failure }: FieldProps) {
  if (typed.sheet === null) return null;
  // Said as soon as the line ends: whoever copies from paper finds the place again.
  const line = mistypedLine(typed.sheet);
  const said = line === null ? (isOfSheet(failure) ? failure : null) : mistyped(line);
  return (
    <div className="unlock-sheet">
      <TextField
        label={words.unlock.sheet}
        value={typed.sheet}
        onChange={(event) => typed.type(event.target.value)}
        className="mono tall"
        error={said === null ? null : sentence(said)}
        note={<p className="meta input-note">{words.unlock.sheetNote}</p>}
      />
    </div>
  );
}
