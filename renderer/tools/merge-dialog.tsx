/** One tool that was added twice becomes one: asked first, for it stays so. */
import { useState } from "react";
import type { ToolDetail } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId } from "../../shared/encoding/ids.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";

type MergeProps = {
  shown: ToolDetail;
  twin: { tool: string; name: string };
  onClose(): void;
  onMerged(tool: string): void;
};

/** The dialog. */
export function MergeDialog({ shown, twin, onClose, onMerged }: MergeProps) {
  const [isBusy, setBusy] = useState(false);
  const merge = async (): Promise<void> => {
    setBusy(true);
    const merged = await call("tool.merge", { tool: shown.tool as ItemId, into: twin.tool as ItemId });
    setBusy(false);
    if (!merged.ok) return tellFailure(merged.failure);
    tell(words.tools.merged(shown.name, twin.name));
    onClose();
    onMerged(twin.tool);
  };
  return (
    <Dialog
      name="tool-merge"
      title={words.tools.mergeTitle(shown.name, twin.name)}
      done={words.tools.mergeDone}
      isCareful
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void merge()}
    >
      <p>{words.tools.mergeNote}</p>
    </Dialog>
  );
}
