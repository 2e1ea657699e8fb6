/** What colleagues ask of this person: who, for which login, why, and the code that they would get; handed or declined with one key. */
import { useEffect, useState } from "react";
import type { AskedCode } from "../../shared/contract/handed-codes.ts";
import { clock } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import type { ItemId, UserId } from "../../shared/encoding/ids.ts";
import { handedOf } from "../../shared/model/handed-code.ts";
import { call, useAnswer } from "../client/client.ts";
import { callAsking } from "../items/shown/ask-again.tsx";
import { tell, tellFailure } from "../page/notify.tsx";
import { CodeGroups } from "../ui/code-groups.tsx";
import { Avatar, Button } from "../ui/controls.tsx";
import { Ring } from "../ui/ring.tsx";
import { ChangedBadge, ComparedMark } from "../vaults/known-person.tsx";
import { usePeople } from "./handed/use-people.ts";
import { useShownCodes } from "./use-codes.ts";

const said = words.handed;

/** Above the codes; nothing where nobody asks. */
export function AskedRows() {
  const answer = useAnswer("code.asked", {}).value ?? [];
  const { now, codeOf, look } = useShownCodes();
  const asked = answer.filter(({ until }) => until > now);
  const items = asked.filter(({ askAgain }) => !askAgain).map(({ item }) => item);
  const key = items.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same items are the same question
  useEffect(() => void look(items), [key, look]);
  if (asked.length === 0) return null;
  return (
    <section className="handed-asked" aria-label={said.hand}>
      <h2 className="section">
        {said.hand} <span className="t2 lighter tab">{asked.length}</span>
      </h2>
      {asked.map((one, at) => (
        <AskedRow key={one.request} asked={one} code={codeOf(one.item)} now={now} isFirst={at === 0} />
      ))}
    </section>
  );
}

type RowProps = {
  asked: AskedCode;
  code: ReturnType<ReturnType<typeof useShownCodes>["codeOf"]>;
  now: number;
  isFirst: boolean;
};

function AskedRow({ asked, code, now, isFirst }: RowProps) {
  const { request, user, item, title, why, at, until } = asked;
  const { name, compared } = usePeople()(user);
  const [isBusy, setBusy] = useState(false);
  const answered = { request, item: item as ItemId, user: user as UserId };
  const hand = async (): Promise<void> => {
    setBusy(true);
    const handed = await callAsking("code.hand", answered);
    setBusy(false);
    if (handed.ok) tell(said.wasHanded(name));
    else tellFailure(handed.failure);
  };
  const decline = async (): Promise<void> => {
    setBusy(true);
    const declined = await call("code.refuse", answered);
    setBusy(false);
    if (declined.ok) tell(said.wasDeclined(name));
    else tellFailure(declined.failure);
  };
  return (
    <div className="handed-row handed-ask">
      <Avatar id={user} name={name} />
      <div className="grow handed-text">
        <div className="row-title">
          {name} <ComparedMark compared={compared} /> <span className="lighter">{said.asksOf}</span> {title}{" "}
          <ChangedBadge compared={compared} />
        </div>
        <div className="meta">{said.since(why, clock(at), clock(until))}</div>
      </div>
      <WouldHand code={code} now={now} />
      <Button kind="quiet" disabled={isBusy} aria-label={`${said.decline}: ${name}`} onClick={() => void decline()}>
        {said.decline}
      </Button>
      <Button
        kind={isFirst ? "main" : "default"}
        disabled={isBusy}
        aria-label={`${said.handThis}: ${said.asks(name, title)}`}
        onClick={() => void hand()}
      >
        {said.handThis}
      </Button>
    </div>
  );
}

/** By the rule that the core hands by. */
function WouldHand({ code, now }: Pick<RowProps, "code" | "now">) {
  if (code === undefined || code === "refused") return null;
  const at = now < code.endsAt ? code : { ...code, code: code.next, next: "", endsAt: code.endsAt + code.periodMs };
  const handed = handedOf(at, now);
  if (handed.code === "") return null;
  return (
    <span className="handed-would">
      <span className="meta">{handed.from > now ? said.next : said.now}</span>
      <CodeGroups text={handed.code} className="handed-digits" />
      <Ring leftMs={at.endsAt - now} periodMs={code.periodMs} quiet />
    </span>
  );
}
