/** Giving one's share to somebody who comes back: the passphrase, what they type on the new computer, the two codes, the last word. */
import { Hourglass } from "lucide-react";
import { useState } from "react";
import type { HelpShape } from "../../shared/contract/recovery-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { call } from "../client/client.ts";
import { useComparedCode } from "../page/compared-code.ts";
import { ComparisonOver, type Ended } from "../page/comparison-over.tsx";
import { LinkLeft } from "../page/link-left.tsx";
import { tell } from "../page/notify.tsx";
import { CodePair, isWholeCode } from "../ui/code-pair.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { TypedThere } from "./typed-there.tsx";

type HelpProps = { user: string; name: string; onClose(): void };
const { recoveryPeople: said } = words;

/** Both parts. */
export function HelpRecover({ user, name, onClose }: HelpProps) {
  const [help, setHelp] = useState<HelpShape | null>(null);
  if (help !== null) return <Helping {...{ user, name, onClose }} first={help} onAgain={() => setHelp(null)} />;
  return (
    <AskPassphrase
      name="help-ask"
      title={said.helpAsk(name)}
      done={said.helpBegin}
      ask={(passphrase) => call("recovery.help", { passphrase, user: user as UserId })}
      onAnswer={setHelp}
      onClose={onClose}
    />
  );
}

const asks = {
  look: () => call("recovery.helpState", {}),
  check: (code: string) => call("recovery.helpCode", { code }),
};

function Helping({ name, first, onAgain, onClose }: HelpProps & { first: HelpShape; onAgain(): void }) {
  const compared = useComparedCode(first, asks);
  const { shape, typed, type, wrong, failure, setFailure, isBusy, setBusy } = compared;
  const isReady = shape.state === "ready";
  const checks = shape.state === "compare";
  const stop = (): void => {
    void call("recovery.helpCancel", {});
    onClose();
  };
  const give = async (): Promise<void> => {
    setBusy(true);
    const given = await call("recovery.helpGive", {});
    setBusy(false);
    if (!given.ok) return setFailure(given.failure);
    tell(said.given);
    onClose();
  };
  if (failure !== null) return <HelpOver {...{ failure, onAgain, onClose }} />;
  return (
    <Dialog
      name="help-give"
      title={said.helpTitle(name)}
      note={said.helpNote(name)}
      onClose={stop}
      onDone={() => void (isReady ? give() : compared.check(compared.setShape))}
      done={checks ? words.newComputer.checkCode : said.give}
      cancel={words.newComputer.stop}
      isCareful={shape.code === null}
      isBusy={isBusy}
      canDo={isReady || (checks && isWholeCode(typed))}
    >
      <TypedThere title={said.readOut(name)} address={shape.address} slot={shape.slot} />
      {shape.code === null ? (
        <div role="status">
          <Fact icon={Hourglass}>{words.newComputer.waits}</Fact>
        </div>
      ) : (
        <CodePair
          code={shape.code}
          shows={said.readCode(name)}
          into={said.theyType}
          otherShows={said.typeTheirs(name)}
          {...{ typed }}
          onType={type}
          error={wrong === null ? null : words.newComputer.wrong(wrong)}
          isRight={!checks}
          note={checks ? <LinkLeft link={shape} /> : said[isReady ? "ready" : "right"]}
        />
      )}
      <p className="meta">{said.after}</p>
    </Dialog>
  );
}

/** Nothing was given. */
function HelpOver(ended: Ended) {
  return (
    <ComparisonOver
      name="help-over"
      title={said.overTitle}
      note={said.over}
      again={words.newComputer.again}
      {...ended}
    />
  );
}
