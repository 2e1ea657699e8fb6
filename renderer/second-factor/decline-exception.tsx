/** Declining the exception that somebody asked for: why, in words that they see on the login. */
import { useState } from "react";
import type { FactorShape } from "../../shared/contract/item-factor.ts";
import type { ItemRow } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/inputs.tsx";
import { whyItStands } from "./factor-words.ts";

type DeclineProps = {
  row: Pick<ItemRow, "item" | "title">;
  factor: FactorShape;
  nameOf(user: string): string;
  onClose(): void;
};
const reasonMost = 1000;

/** The dialog. */
export function DeclineException({ row: { item, title }, factor, nameOf, onClose }: DeclineProps) {
  // What is declined is what was read, whatever comes while it is open.
  const [shown] = useState(factor);
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const decline = async (): Promise<void> => {
    setBusy(true);
    const base = shown.version;
    const declined = await call("item.setSecondFactor", { item, base, state: "exempt-declined", reason });
    setBusy(false);
    if (!declined.ok) return tellFailure(declined.failure);
    onClose();
  };
  return (
    <Dialog
      name="exemption-decline"
      title={words.gate.declineTitle(title)}
      note={`${whyItStands(shown, nameOf)} ${words.gate.declineNote(nameOf(shown.stated?.by ?? ""))}`}
      done={words.gate.declineDone}
      isBusy={isBusy}
      canDo={reason.trim() !== ""}
      onClose={onClose}
      onDone={() => void decline()}
    >
      <TextField
        label={words.loginFactor.reason}
        value={reason}
        maxLength={reasonMost}
        data-autofocus
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}
