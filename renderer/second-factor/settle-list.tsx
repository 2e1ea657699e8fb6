/** All logins that the team's rule is about and that this person can settle, one after the other. */
import { useState } from "react";
import type { HeldLogin } from "../../shared/contract/gate.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Dialog } from "../ui/dialog.tsx";
import { HeldList } from "./held-list.tsx";
import { SayOne } from "./say-one.tsx";

/** The dialog. */
export function SettleList({ onClose }: { onClose(): void }) {
  const rule = useAnswer("policy.get", {}).value?.secondFactor;
  const now = useAnswer(
    "gate.preview",
    { rule: rule ?? { mode: "off", scope: [] } } as never,
    rule !== undefined,
    true,
  );
  const [saying, setSaying] = useState<HeldLogin | null>(null);
  const held = (now.value?.held ?? []).filter(({ canSay, isAsked }) => canSay && !isAsked);
  if (saying !== null) return <SayOne login={saying} onClose={() => setSaying(null)} />;
  return (
    <Dialog
      name="factor-settle"
      title={words.gate.list.title(held.length)}
      note={words.gate.list.note}
      done={words.gate.list.done}
      onClose={onClose}
      onDone={onClose}
      below={null}
    >
      {held.length === 0 && now.value !== undefined && <p role="status">{words.gate.list.none}</p>}
      <HeldList held={held} total={held.length} onSay={setSaying} />
    </Dialog>
  );
}
