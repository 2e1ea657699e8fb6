/** Where files are added to an item: a button, and what is dropped or pasted. */
import { type RefObject, useRef } from "react";
import { words } from "../../../shared/copy/words.ts";
import { Button } from "../../ui/controls.tsx";

type AdderProps = {
  isOver: boolean;
  isEmpty: boolean;
  button?: RefObject<HTMLButtonElement | null>;
  onAdd(files: File[]): void;
};

/** The line below the files. */
export function FileAdder({ isOver, isEmpty, button, onAdd }: AdderProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="file-add" data-over={isOver}>
      {isOver ? (
        <span className="t2">{words.files.drop}</span>
      ) : (
        <>
          {isEmpty && <span className="t3">{words.files.none}</span>}
          <Button
            {...(button === undefined ? {} : { ref: button })}
            kind="quiet"
            onClick={() => picker.current?.click()}
          >
            {words.files.add}
          </Button>
        </>
      )}
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onAdd([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
