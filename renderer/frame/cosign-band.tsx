/** Somebody wants to do what needs this person's signature too: what it would change, Sign and Refuse. */
import { PenLine } from "lucide-react";
import { useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { CosignRequest } from "../../shared/contract/cosign.ts";
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { effectsOf, rowsOf, wantsOf } from "../page/cosign-change.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";

const request = words.cosign.request;
type OneProps = { asked: CosignRequest; name: string; members: MemberShape[] };

/** Nothing where nobody asks; the first of several, one after the other. */
export function CosignBand({ members }: { members: MemberShape[] }) {
  const [asked] = useAnswer("cosign.list", {}).value ?? [];
  if (asked === undefined) return null;
  const name = members.find(({ user }) => user === asked.user)?.name || words.acts.somebody;
  return <OneRequest key={asked.request} asked={asked} name={name} members={members} />;
}

async function answer(command: "cosign.sign" | "cosign.refuse", { asked, name }: OneProps): Promise<void> {
  const given = await call(command, { request: asked.request });
  void queries.invalidateQueries({ queryKey: ["cosign.list"] });
  if (!given.ok) return tellFailure(given.failure);
  tell(command === "cosign.sign" ? request.signed(name) : request.refused(name));
}

function OneRequest(props: OneProps) {
  const { asked, members } = props;
  const [isSigning, setSigning] = useState(false);
  const { state } = asked;
  const note = state === "newer" ? request.newer : state === "lapsed" ? request.lapsed : request.needs;
  return (
    <aside className="alert-band" aria-label={request.name}>
      <PenLine size={16} strokeWidth={1.75} aria-hidden="true" data-tone="att" />
      <p className="grow wrap" role="status">
        <b>{wantsOf(asked.user, asked.change, members)}</b> {note}
      </p>
      <Button kind="quiet" onClick={() => void answer("cosign.refuse", props)}>
        {state === "lapsed" ? request.dismiss : request.refuse}
      </Button>
      {state === "open" && <Button onClick={() => setSigning(true)}>{request.sign}</Button>}
      {isSigning && state === "open" && <SignAct {...props} onClose={() => setSigning(false)} />}
    </aside>
  );
}

const nothingAsked = { mode: "off", scope: [] } as const;

/** What the rule would hold back of what this person can open: they sign with the same list in sight as who asks. */
function WouldHold({ asked: { change } }: Pick<OneProps, "asked">) {
  const { mode, scope } = change.type === "policy" ? change.after.secondFactor : nothingAsked;
  const rule = { mode, scope: [...scope] } as CommandInput<"gate.preview">["rule"];
  const would = useAnswer("gate.preview", { rule }, mode === "require").value;
  return would === undefined ? null : <p>{words.gate.forSigner(would.total, would.logins)}</p>;
}

/** Before and after, as this computer works them out. */
function SignAct({ onClose, ...props }: OneProps & { onClose(): void }) {
  const { asked, name, members } = props;
  const [isBusy, setBusy] = useState(false);
  const groups = useAnswer("group.list", {}).value ?? [];
  const vaults = useAnswer("vault.list", {}).value ?? [];
  const sign = async (): Promise<void> => {
    setBusy(true);
    await answer("cosign.sign", props);
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
      {rowsOf(asked.change, { members }).map(({ title, now, after }) => (
        <div key={title}>
          <p className="row-title wrap">{title}</p>
          <dl className="aside-facts">
            <dt>{request.now}</dt>
            <dd>{now}</dd>
            <dt>{request.after}</dt>
            <dd>{after}</dd>
          </dl>
        </div>
      ))}
      {effectsOf(asked.change, { members, groups, vaults }).map((effect) => (
        <p key={effect} className="meta wrap">
          {effect}
        </p>
      ))}
      <WouldHold asked={asked} />
    </Dialog>
  );
}
