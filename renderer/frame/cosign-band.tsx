/** Another admin wants to change the team's rules and needs this person's signature: what would change, Sign and Refuse. */
import { PenLine } from "lucide-react";
import { useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { CosignRequest } from "../../shared/contract/cosign.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { ruleLines } from "../page/rule-state.ts";
import { Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";

const request = words.rules.request;
type OneProps = { asked: CosignRequest; name: string };

/** Nothing where nobody asks; the first of several, one after the other. */
export function CosignBand({ members }: { members: MemberShape[] }) {
  const [asked] = useAnswer("cosign.list", {}).value ?? [];
  if (asked === undefined) return null;
  const name = members.find(({ user }) => user === asked.user)?.name || words.acts.somebody;
  return <OneRequest key={asked.request} asked={asked} name={name} />;
}

async function answer(command: "cosign.sign" | "cosign.refuse", { asked, name }: OneProps): Promise<void> {
  const given = await call(command, { request: asked.request });
  void queries.invalidateQueries({ queryKey: ["cosign.list"] });
  if (!given.ok) return tellFailure(given.failure);
  tell(command === "cosign.sign" ? request.signed(name) : request.refused(name));
}

function OneRequest({ asked, name }: OneProps) {
  const [isSigning, setSigning] = useState(false);
  const { state, before, after } = asked;
  const what = ruleLines(before, after)
    .map(({ sentence }) => sentence)
    .join(" ");
  return (
    <aside className="alert-band" aria-label={request.name}>
      <PenLine size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow" role="status">
        <b>{request.wants(name)}</b> {state === "newer" ? request.newer : state === "lapsed" ? request.lapsed : what}
      </p>
      <Button kind="quiet" onClick={() => void answer("cosign.refuse", { asked, name })}>
        {state === "lapsed" ? request.dismiss : request.refuse}
      </Button>
      {state === "open" && <Button onClick={() => setSigning(true)}>{request.sign}</Button>}
      {isSigning && state === "open" && <SignRule asked={asked} name={name} onClose={() => setSigning(false)} />}
    </aside>
  );
}

/** What the rule would hold back of what this person can open: they sign with the same list in sight as who asks. */
function WouldHold({ asked: { after } }: Pick<OneProps, "asked">) {
  const { mode, scope } = after.secondFactor;
  const rule = { mode, scope: [...scope] } as CommandInput<"gate.preview">["rule"];
  const would = useAnswer("gate.preview", { rule }, mode === "require").value;
  return would === undefined ? null : <p>{words.gate.forSigner(would.total, would.logins)}</p>;
}

/** Before and after, as this computer works them out. */
function SignRule({ asked, name, onClose }: OneProps & { onClose(): void }) {
  const [isBusy, setBusy] = useState(false);
  const sign = async (): Promise<void> => {
    setBusy(true);
    await answer("cosign.sign", { asked, name });
    setBusy(false);
    onClose();
  };
  return (
    <Dialog
      name="rules-sign"
      title={request.title(name)}
      note={request.note(name)}
      done={request.done}
      isCareful
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void sign()}
    >
      {ruleLines(asked.before, asked.after).map(({ name: rule, before, after }) => (
        <div key={rule}>
          <p className="row-title">{rule}</p>
          <dl className="aside-facts">
            <dt>{request.now}</dt>
            <dd>{before}</dd>
            <dt>{request.after}</dt>
            <dd>{after}</dd>
          </dl>
        </div>
      ))}
      <WouldHold asked={asked} />
    </Dialog>
  );
}
