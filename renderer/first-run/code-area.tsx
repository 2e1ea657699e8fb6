/** A field for a code that was sent: pasted or dropped over several lines, one line of text all the same, so Enter goes on. */
import type { ChangeEvent, ComponentProps, DragEvent, KeyboardEvent } from "react";
import { TextArea } from "../ui/inputs.tsx";

type CodeAreaProps = Omit<ComponentProps<typeof TextArea>, "onChange" | "onDrop" | "onKeyDown"> & {
  /** `isWhole`: it came at once, by the clipboard, a drop or from outside, not letter by letter. */
  onCode(text: string, isWhole: boolean): void;
};

/** Enter submits the form around it. */
export function CodeArea({ onCode, ...props }: CodeAreaProps) {
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const changed = ({ target, nativeEvent }: ChangeEvent<HTMLTextAreaElement>): void => {
    const { inputType, data } = nativeEvent as Partial<InputEvent>;
    const isTyped = inputType !== undefined && !inputType.startsWith("insertFrom") && (data?.length ?? 0) < 2;
    onCode(target.value, !isTyped);
  };
  const dropped = (event: DragEvent): void => {
    const text = event.dataTransfer.getData("text/plain");
    if (text === "") return;
    event.preventDefault();
    onCode(text, true);
  };
  return <TextArea {...props} onKeyDown={pressed} onChange={changed} onDrop={dropped} />;
}
