/** The word that is typed before something that cannot be undone: below the dialog, and what it begins with. */
import { type ReactNode, useState } from "react";
import { TextField } from "./inputs.tsx";

type TypedWord = {
  /** It stands there, whatever the case. */
  isTyped: boolean;
  field(note?: ReactNode): ReactNode;
  /** What was typed no longer counts: something else would happen by now. */
  clear(): void;
};

/** `label` says what to type, `word` is that. */
export function useTypedWord(label: string, word: string): TypedWord {
  const [typed, setTyped] = useState("");
  return {
    isTyped: typed.trim().toLowerCase() === word,
    field: (note) => (
      <TextField
        label={label}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        note={note}
      />
    ),
    clear: () => setTyped(""),
  };
}
