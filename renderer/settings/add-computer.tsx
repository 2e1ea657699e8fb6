/** Adding a computer from this one: the passphrase, what to type into the new one, the two codes, and the last word. */
import { Check, Hourglass } from "lucide-react";
import { useState } from "react";
import type { LinkShape } from "../../shared/contract/link-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Result } from "../../shared/failures.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { ComparisonOver, type Ended } from "../page/comparison-over.tsx";
import { LinkLeft } from "../page/link-left.tsx";
import { tell } from "../page/notify.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { TypedThere } from "./typed-there.tsx";

type AddProps = { onClose(): void };

/** Both parts. */
export function AddComputer({ onClose }: AddProps) {
  const [link, setLink] = useState<LinkShape | null>(null);
  return link === null ? (
    <AskPassphrase
      name="computer-ask"
      title={words.newComputer.askTitle}
      done={words.newComputer.begin}
      ask={beginLink}
      onAnswer={setLink}
      onClose={onClose}
    />
  ) : (
    <Linking first={link} onAgain={() => setLink(null)} onClose={onClose} />
  );
}

async function beginLink(passphrase: string): Promise<Result<LinkShape>> {
  const begun = await call("device.link", { passphrase });
  void queries.invalidateQueries({ queryKey: ["account.status"] });
  return begun;
}

const asks = {
  look: () => call("device.linkState", {}),
  check: (code: string) => call("device.linkCode", { code }),
};

function Linking({ first, onAgain, onClose }: AddProps & { first: LinkShape; onAgain(): void }) {
  const compared = useComparedCode(first, asks);
  const { shape: link, typed, type, wrong, failure, setFailure, isBusy, setBusy } = compared;
  const isReady = link.state === "ready";
  const stop = (): void => {
    void call("device.linkCancel", {});
    onClose();
  };
  const add = async (): Promise<void> => {
    setBusy(true);
    const added = await call("device.linkAdd", {});
    setBusy(false);
    if (!added.ok) return setFailure(added.failure);
    tell(words.newComputer.added);
    onClose();
  };
  if (failure !== null) return <LinkOver {...{ failure, onAgain, onClose }} />;
  const checks = link.state === "compare";
  return (
    <Dialog
      name="computer-add"
      title={words.newComputer.addTitle}
      note={words.newComputer.addNote}
      onClose={stop}
      onDone={() => void (isReady ? add() : compared.check(compared.setShape))}
      done={checks ? words.newComputer.checkCode : words.newComputer.addDone}
      cancel={words.newComputer.stop}
      isBusy={isBusy}
      canDo={isReady || (checks && isWholeCode(typed))}
    >
      <TypeThere link={link} />
      {link.code !== null && (
        <>
          <h3 className="section">{words.newComputer.each}</h3>
          <CodePair
            code={link.code}
            into={words.newComputer.intoNew}
            otherShows={words.newComputer.newShows}
            {...{ typed }}
            onType={type}
            error={wrong === null ? null : words.newComputer.wrong(wrong)}
            isRight={!checks}
            note={checks ? <LinkLeft link={link} /> : words.newComputer[isReady ? "ready" : "right"]}
          />
          <p className="meta">{words.newComputer.spelling}</p>
        </>
      )}
      <Opens />
    </Dialog>
  );
}

/** What the new computer asks for first, and whether it has answered. */
function TypeThere({ link }: { link: LinkShape }) {
  return (
    <>
      <TypedThere title={words.newComputer.onNew} address={link.address} slot={link.slot} />
      <div role="status">
        {link.state === "waiting" ? (
          <Fact icon={Hourglass}>{words.newComputer.waits}</Fact>
        ) : (
          <Fact icon={Check}>{words.newComputer.answered}</Fact>
        )}
      </div>
    </>
  );
}

function Opens() {
  const vaults = (useAnswer("vault.list", {}).value ?? []).length;
  return <p className="meta">{words.newComputer.opens(vaults)}</p>;
}

/** Nothing was added. */
function LinkOver(ended: Ended) {
  return (
    <ComparisonOver
      name="computer-over"
      title={words.newComputer.overTitle}
      note={words.newComputer.over}
      again={words.newComputer.again}
      {...ended}
    />
  );
}
