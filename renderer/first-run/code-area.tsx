/** A field for a code that was sent: pasted over several lines, one line of text all the same, so Enter goes on. */
import type { ComponentProps, KeyboardEvent } from "react";
import { TextArea } from "../ui/inputs.tsx";

/** Enter submits the form around it. */
export function CodeArea(props: ComponentProps<typeof TextArea>) {
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  return <TextArea {...props} onKeyDown={pressed} />;
}
