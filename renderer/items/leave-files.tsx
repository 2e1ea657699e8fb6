/** Taking what cannot be sent into another vault without the files that cannot be had any more: asked first. */
import { FolderInput, Paperclip } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { Dialog, Fact } from "../ui/dialog.tsx";

/** What was asked for: where it goes, and how many files stay behind. */
export type Leaving = { vault: string; title: string; count: number };

/** Asks. */
export function LeaveFiles({ leaving, onDone, onClose }: { leaving: Leaving; onDone(): void; onClose(): void }) {
  const { title, count } = leaving;
  return (
    <Dialog
      name="files-leave"
      title={words.unsent.leaveTitle(title, count)}
      onClose={onClose}
      onDone={onDone}
      done={words.unsent.leaveDone}
      isCareful
    >
      <div>
        <Fact icon={Paperclip}>{words.unsent.leaveFiles(count)}</Fact>
        <Fact icon={FolderInput}>{words.unsent.leaveRest(title)}</Fact>
      </div>
    </Dialog>
  );
}
