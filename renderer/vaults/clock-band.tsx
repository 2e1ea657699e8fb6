/** This computer's clock lies far behind the latest time that it has seen: access that ends is counted by the later one until a sync. */
import { ClockAlert } from "lucide-react";
import { useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";

/** Nothing where the clock is right. */
export function ClockBand() {
  const status = useAnswer("sync.status", {}).value;
  const [isBusy, setBusy] = useState(false);
  if (status?.clockBehind !== true) return null;
  const sync = async (): Promise<void> => {
    setBusy(true);
    const done = await call("sync.now", {});
    setBusy(false);
    if (!done.ok) return tellFailure(done.failure);
    if (done.value.clockBehind) tell(done.value.state === "ok" ? words.clock.stillBehind : words.clock.offline);
  };
  return (
    <aside className="alert-band" aria-label={words.clock.name}>
      <ClockAlert size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow" role="status">
        <b>{words.clock.title}.</b> {words.clock.note}
      </p>
      <Button onClick={() => void sync()} disabled={isBusy}>
        {words.clock.sync}
      </Button>
    </aside>
  );
}
