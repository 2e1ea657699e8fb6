/** The generator by itself: a new password for a form of another program. */
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Generator, useGenerator } from "./generator.tsx";

/** The dialog; Enter copies and closes. */
export function GeneratorDialog({ onClose }: { onClose(): void }) {
  const generator = useGenerator();
  const { made } = generator;
  const copy = async (): Promise<void> => {
    if (made === null) return;
    const copied = await call("password.copy", { password: made.value });
    if (!copied.ok) return tellFailure(copied.failure);
    tell(words.generator.copied);
    onClose();
  };
  return (
    <Dialog
      name="generator"
      title={words.generator.open}
      onClose={onClose}
      onDone={() => void copy()}
      done={words.generator.copy}
      canDo={made !== null}
    >
      <Generator generator={generator} />
    </Dialog>
  );
}
