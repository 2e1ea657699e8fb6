/** Letting somebody in with more than `member`: two codes, each read to the other, then the last word. */
import { BadgeCheck, Hourglass } from "lucide-react";
import { useEffect, useState } from "react";
import type { InviteComparison } from "../../shared/contract/link-shapes.ts";
import type { InviteShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { InviteId } from "../../shared/encoding/ids.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { ComparisonOver } from "../page/comparison-over.tsx";
import { LinkLeft } from "../page/link-left.tsx";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";

type CompareProps = { invite: InviteShape; onClose(): void };

/** Begins, and shows what became of it. */
export function CompareInvite({ invite, onClose }: CompareProps) {
  const [begun, setBegun] = useState<InviteComparison | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins anew with each round
  useEffect(() => {
    let isGone = false;
    void call("invite.compare", { invite: invite.invite as InviteId }).then((answer) => {
      if (isGone) return;
      if (answer.ok) setBegun(answer.value);
      else setFailure(answer.failure);
    });
    return () => {
      isGone = true;
    };
  }, [invite.invite, round]);
  const again = (): void => {
    setBegun(null);
    setFailure(null);
    setRound(round + 1);
  };
  // Nobody was let in; a person begins anew, or cancels the invite.
  if (failure !== null)
    return (
      <ComparisonOver
        name="invite-compare-over"
        title={words.compare.overTitle(invite.name)}
        note={words.compare.over}
        again={words.compare.again}
        {...{ failure, onClose }}
        onAgain={again}
      />
    );
  if (begun === null) return null;
  return <Comparing key={round} first={begun} {...{ invite, onClose }} onOver={setFailure} />;
}

const asks = {
  look: () => call("invite.compareState", {}),
  check: (code: string) => call("invite.compareCode", { code }),
};

type ComparingProps = CompareProps & { first: InviteComparison; onOver(failure: Failure): void };

function Comparing({ invite: { name, role }, first, onOver, onClose }: ComparingProps) {
  const compared = useComparedCode(first, asks);
  const { shape, typed, type, wrong, failure, setFailure, isBusy, setBusy } = compared;
  const roleName = words.people.roles[role].toLowerCase();
  useEffect(() => {
    if (failure !== null) onOver(failure);
  }, [failure, onOver]);
  const stop = (): void => {
    void call("invite.compareCancel", {});
    onClose();
  };
  const add = async (): Promise<void> => {
    setBusy(true);
    const added = await call("invite.compareAdd", {});
    setBusy(false);
    // What passes ends nothing: both codes were right, and the act can be done again.
    if (!added.ok) return added.failure.retry === "later" ? tellFailure(added.failure) : setFailure(added.failure);
    tellAct(added.value, words.compare.letInDone(name));
    onClose();
  };
  const isReady = shape.state === "ready";
  const checks = shape.state === "compare";
  return (
    <Dialog
      name="invite-compare"
      title={words.compare.title(name, roleName)}
      note={words.compare.note(name)}
      onClose={stop}
      onDone={() => void (isReady ? add() : compared.check(compared.setShape))}
      done={checks ? words.newComputer.checkCode : words.compare.letIn(name)}
      isCareful={shape.code === null}
      isBusy={isBusy}
      canDo={isReady || (checks && isWholeCode(typed))}
    >
      {shape.code === null ? (
        <div role="status">
          <Fact icon={Hourglass}>{words.compare.waits(name)}</Fact>
        </div>
      ) : (
        <CodePair
          code={shape.code}
          shows={words.compare.readThis(name)}
          into={words.compare.theyType(name)}
          otherShows={words.compare.typeWhat(name)}
          {...{ typed }}
          onType={type}
          error={wrong === null ? null : words.newComputer.wrong(wrong)}
          isRight={!checks}
          note={checks ? <LinkLeft link={shape} /> : isReady ? words.compare.ready : words.compare.right(name)}
        />
      )}
      <div className="next-facts">
        <h3 className="section">{words.compare.gets}</h3>
        <Fact icon={BadgeCheck}>{words.compare.getsRole(roleName)}</Fact>
      </div>
    </Dialog>
  );
}
