/** What became of the last question: it waits, its code is here for its period, it was declined, or it is over. */
import { Check, CircleSlash, Clock, X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { CodeAsk } from "../../../shared/contract/handed-codes.ts";
import { clock } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import type { ItemId } from "../../../shared/encoding/ids.ts";
import { call } from "../../client/client.ts";
import { tell, tellFailure } from "../../page/notify.tsx";
import { useNow } from "../../page/use-now.ts";
import { CodeGroups } from "../../ui/code-groups.tsx";
import { Button, IconButton, Mark } from "../../ui/controls.tsx";
import { Ring } from "../../ui/ring.tsx";
import { usePeople } from "./use-people.ts";

const said = words.handed;
const mark = { size: 16, strokeWidth: 1.9, "aria-hidden": true } as const;

/** The card. */
export function AskState({ ask, toolName }: { ask: CodeAsk; toolName: string }) {
  const { name } = usePeople()(ask.user);
  const isOpen = ask.state === "waiting" || ask.state === "unsent";
  const end = (): void => void call("code.endAsk", { ask: ask.ask });
  return (
    <div className="handed-card" role="status" aria-label={toolName}>
      <div className="handed-head">
        <Mark id={ask.item} name={toolName} size={28} />
        <span className="grow handed-name">
          <span className="row-title cut">{toolName}</span>
          <span className="meta cut">{said.keptByAll(name)}</span>
        </span>
        <IconButton icon={X} label={isOpen ? said.endAsk : said.close} onClick={end} />
      </div>
      <p className="handed-line">
        <Check {...mark} className="ok" /> <span>{said.askedAt(clock(ask.at), ask.why)}</span>
      </p>
      <Outcome ask={ask} name={name} />
      {ask.code !== null && <Handed ask={ask} code={ask.code} name={name} />}
    </div>
  );
}

function Outcome({ ask: { state, until, answeredAt }, name }: { ask: CodeAsk; name: string }) {
  if (state === "waiting" || state === "unsent")
    return (
      <>
        <p className="handed-line">
          <Clock {...mark} /> <span>{state === "unsent" ? said.unsent : said.waiting(name, clock(until))}</span>
        </p>
        <p className="meta">{said.waitingNote}</p>
      </>
    );
  if (state === "handed")
    return (
      <p className="handed-line">
        <Check {...mark} className="ok" /> <span>{said.handedAt(name, clock(answeredAt ?? until))}</span>
      </p>
    );
  const why = state === "declined" ? said.declined(name) : answeredAt === null ? said.over : said.spent;
  return (
    <p className="handed-line">
      <CircleSlash {...mark} /> <span>{why}</span>
    </p>
  );
}

type HandedProps = { ask: CodeAsk; code: NonNullable<CodeAsk["code"]>; name: string };

/** Its button takes the focus where nothing is being typed: Enter copies. */
function Handed({ ask: { ask, item }, code: { code, periodMs, endsAt }, name }: HandedProps) {
  const now = useNow(true);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const at = document.activeElement;
    const isTyping = at instanceof HTMLInputElement && at.value !== "";
    if (!isTyping && document.querySelector("[role=dialog]") === null) button.current?.focus();
  }, []);
  const leftMs = Math.max(0, endsAt - now);
  const copy = async (): Promise<void> => {
    const copied = await call("code.copyHanded", { ask, item: item as ItemId });
    if (copied.ok) tell(said.copied);
    else tellFailure(copied.failure);
  };
  return (
    <>
      <div className="handed-code">
        <CodeGroups text={code} className="code-huge" />
        <Ring leftMs={leftMs} periodMs={periodMs} />
        <Button ref={button} kind="main" shortcut="↵" onClick={() => void copy()}>
          {said.copy}
        </Button>
      </div>
      <p className="meta">
        {said.good(Math.ceil(leftMs / 1000))} {said.stays(name)}
      </p>
    </>
  );
}
