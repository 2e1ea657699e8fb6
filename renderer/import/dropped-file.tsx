/** A file that was dropped somewhere in the window: what can be imported leads to the import, with the file chosen. */
import { FileUp } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { useDroppedFile } from "../page/file-drops.ts";
import { tellProblem } from "../page/notify.tsx";
import { chosenFile, kindTrouble } from "./file-kinds.ts";

type DroppedProps = {
  /** An import that was begun is not given up for another file. */
  isBusy: boolean;
  onFile(file: File): void;
};

/** Says where a file goes while it is held over the window. */
export function DroppedFile({ isBusy, onFile }: DroppedProps) {
  const take = async (file: File): Promise<void> => {
    if (isBusy) return tellProblem(words.import.dropBusy);
    const trouble = kindTrouble((await chosenFile(file)).kind);
    if (trouble === null) onFile(file);
    else tellProblem(trouble);
  };
  const isOver = useDroppedFile((file) => void take(file));
  if (!isOver) return null;
  return (
    <div className="drop-over" role="status">
      <FileUp size={16} strokeWidth={1.75} aria-hidden="true" />
      {isBusy ? words.import.dropBusy : words.import.dropOver}
    </div>
  );
}
