/** What was typed where it cannot go on any more: to be read and copied. */
import { useState } from "react";
import { words } from "../../shared/copy/words.ts";
import type { TypedKind, TypedOf, TypedText } from "../../shared/model/typed-kinds.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Its lines. An item goes on as a new one, so that none of it comes here. */
const lines: { [Kind in TypedKind]: (text: TypedOf<Kind>) => string[] } = {
  item: ({ text }) => [text.title ?? "", text.notes ?? ""],
  newVault: ({ title }) => [title],
  vaultTitle: ({ title }) => [title],
  invite: ({ name, email }) => [name, email],
  newGroup: ({ name }) => [name],
  settle: ({ value }) => [value],
  tags: ({ tags }) => [tags],
  move: ({ title }) => [title],
};

/** The dialog. */
export function TypedLeft({ text, onClose }: { text: TypedText; onClose(): void }) {
  const [isBusy, setBusy] = useState(false);
  const plain = (lines[text.kind] as (text: TypedText) => string[])(text)
    .filter((line) => line !== "")
    .join("\n");
  const copy = async (): Promise<void> => {
    setBusy(true);
    const copied = await call("password.copy", { password: plain });
    setBusy(false);
    if (!copied.ok) return tellFailure(copied.failure);
    tell(words.typed.copied);
    onClose();
  };
  return (
    <Dialog
      name="typed-left"
      title={words.typed.left}
      note={words.typed.leftNote}
      cancel={words.act.close}
      onClose={onClose}
      onDone={() => void copy()}
      done={words.typed.copy}
      isBusy={isBusy}
    >
      <textarea
        className="input mono typed-left"
        readOnly
        rows={plain.includes("\n") ? 4 : 1}
        aria-label={words.typed.left}
        value={plain}
      />
    </Dialog>
  );
}
