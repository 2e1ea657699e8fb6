/** Accounts whose seed somebody else keeps: one code at a time is asked for. */
import { useState } from "react";
import type { AskableCode, CodeAsk } from "../../../shared/contract/handed-codes.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { Avatar, Button, Mark } from "../../ui/controls.tsx";
import { AskDialog } from "./ask-dialog.tsx";
import { AskState } from "./ask-state.tsx";
import { usePeople } from "./use-people.ts";

const said = words.handed;

/** The list; nothing where there is none. The last question stands above it. */
export function KeptElsewhere() {
  const codes = useAnswer("code.askable", {}).value ?? [];
  const asks = useAnswer("code.asks", {}).value ?? [];
  const [asking, setAsking] = useState<AskableCode | null>(null);
  const last = asks[0];
  if (codes.length === 0 && last === undefined) return null;
  const nameOf = (item: string): string => codes.find((one) => one.item === item)?.toolName ?? "";
  return (
    <section className="handed" aria-label={said.kept}>
      <div className="handed-list">
        <h2 className="section">{said.kept}</h2>
        {codes.map((code) => (
          <KeptRow key={code.item} code={code} wasAsked={asks.some(isOver(code))} onAsk={() => setAsking(code)} />
        ))}
      </div>
      {last !== undefined && <AskState key={last.ask} ask={last} toolName={nameOf(last.item)} />}
      {asking !== null && <AskDialog code={asking} onClose={() => setAsking(null)} />}
    </section>
  );
}

const isOver =
  ({ item }: AskableCode) =>
  (ask: CodeAsk): boolean =>
    ask.item === item && ask.state !== "waiting" && ask.state !== "unsent";

function KeptRow({ code, wasAsked, onAsk }: { code: AskableCode; wasAsked: boolean; onAsk(): void }) {
  const personOf = usePeople();
  const [first = ""] = code.holders;
  const { name } = personOf(first);
  const act = wasAsked ? said.askAgain : said.ask;
  return (
    <div className="handed-row">
      <Mark id={code.item} name={code.toolName} size={24} />
      <span className="row-title cut">{code.toolName}</span>
      {code.signInName !== null && <span className="meta cut exact">{code.signInName}</span>}
      <span className="meta fixed">{said.keptBy}</span>
      <Avatar id={first} name={name} size={20} />
      <span className="grow cut">{name}</span>
      <Button aria-label={`${act}: ${code.toolName}`} onClick={onAsk}>
        {act}
      </Button>
    </div>
  );
}
