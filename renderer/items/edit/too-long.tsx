/** Beside a field that holds more than can be saved: how much. */
import { words } from "../../../shared/copy/words.ts";
import { FieldError } from "../../ui/inputs.tsx";

/** Nothing where it fits. */
export function TooLong({ excess }: { excess: number }) {
  return excess > 0 && <FieldError>{words.edit.tooLong(excess)}</FieldError>;
}
