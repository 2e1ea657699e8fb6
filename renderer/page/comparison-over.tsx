/** A comparing of codes that ended without what it was for: why, and that a person begins anew. */
import { sentence } from "../../shared/copy/failures.ts";
import type { Failure } from "../../shared/failures.ts";
import { Dialog } from "../ui/dialog.tsx";
import type { DialogName } from "../ui/dialog-names.ts";
import { FieldError } from "../ui/inputs.tsx";

/** Why it ended, and the ways on. */
export type Ended = { failure: Failure; onAgain(): void; onClose(): void };
type OverProps = Ended & { name: DialogName; title: string; note: string; again: string };

/** The dialog. */
export function ComparisonOver({ name, title, note, again, failure, onAgain, onClose }: OverProps) {
  return (
    <Dialog {...{ name, title, note, onClose }} onDone={onAgain} done={again}>
      <FieldError>{sentence(failure)}</FieldError>
    </Dialog>
  );
}
