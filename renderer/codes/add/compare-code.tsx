/** One code beside the one that another app shows: if both are the same, the seed is right and the clocks agree. */
import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import type { FoundCode } from "../../../shared/contract/codes.ts";
import type { CodeShape, VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { call } from "../../client/client.ts";
import { shownCodes } from "../../items/shown-codes.ts";
import { useNow } from "../../page/use-now.ts";
import { CodeGroups } from "../../ui/code-groups.tsx";
import { Button, Mark } from "../../ui/controls.tsx";
import { TextField } from "../../ui/inputs.tsx";
import { Ring } from "../../ui/ring.tsx";
import { Where } from "./found-codes.tsx";
import { foundName } from "./taking.ts";

const said = words.codes.adding;

/** The code of what was read, what was typed beside it, and whether that is the same. */
export function useComparing(reading: string | null, found: FoundCode | null) {
  const [code, setCode] = useState<CodeShape | null>(null);
  const [typed, setTyped] = useState("");
  const [isSame, setSame] = useState<boolean | null>(null);
  const [isWithout, setWithout] = useState(false);
  const now = useNow(found !== null);
  const at = found?.at ?? null;
  const endsAt = code?.endsAt ?? 0;
  const isOver = now >= endsAt;
  useEffect(() => {
    if (reading === null || at === null || !isOver) return;
    void call("code.of", { reading, at }).then((answer) => answer.ok && setCode(answer.value));
  }, [reading, at, isOver]);
  const isWhole = typed.replaceAll(/[\s-]/g, "").length === found?.digits;
  // A code that was right a while ago is none any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with a new period it is asked anew
  useEffect(() => {
    setSame(null);
    if (reading === null || at === null || !isWhole) return;
    let isCurrent = true;
    void call("code.check", { reading, at, typed }).then((answer) => {
      if (isCurrent) setSame(answer.ok && answer.value.isSame);
    });
    return () => {
      isCurrent = false;
    };
  }, [reading, at, typed, isWhole, endsAt]);
  return { code, now, typed, setTyped, isSame, isWithout, setWithout };
}

type CompareProps = {
  found: FoundCode;
  comparing: ReturnType<typeof useComparing>;
  vaults: readonly VaultShape[];
  choiceOf(at: number): string | null;
  choose(at: number, to: string | null): void;
};

/** Both codes, and below them where the seed goes. */
export function CompareCode({ found, comparing, vaults, choiceOf, choose }: CompareProps) {
  const name = foundName(found);
  const choice = choiceOf(found.at);
  const [held] = found.isProposed ? [] : found.held;
  const details = said.details(found.algorithm, found.digits, found.period);
  return (
    <>
      <div className="line">
        <Mark id={name} name={name} size={28} />
        <div className="grow cut">
          <div className="row-title">{name}</div>
          <div className="meta exact">{[found.account, details].filter(Boolean).join(". ")}</div>
        </div>
      </div>
      <BothCodes comparing={comparing} />
      <Outcome comparing={comparing} />
      <div>
        <div className="label">{said.into}</div>
        {choice === null ? (
          <p className="t2">{said.nowhere}</p>
        ) : (
          <Where one={found} vaults={vaults} choice={choice} onChoose={(to) => choose(found.at, to)} />
        )}
        {held !== undefined && <p className="meta">{said.heldOther(held.title)}</p>}
      </div>
    </>
  );
}

type Comparing = { comparing: ReturnType<typeof useComparing> };

function BothCodes({ comparing: { code, now, typed, setTyped, isSame, isWithout } }: Comparing) {
  return (
    <div className="code-both">
      <div>
        <p className="t2">{said.here}</p>
        {code !== null && (
          <div className="line">
            <span className="grow">
              <CodeGroups text={shownCodes(code, now).current} className="code-big" />
            </span>
            <Ring leftMs={Math.max(0, code.endsAt - now)} periodMs={code.periodMs} />
          </div>
        )}
      </div>
      <div>
        <TextField
          label={said.there}
          className="mono"
          inputMode="numeric"
          autoFocus
          maxLength={12}
          value={typed}
          disabled={isWithout}
          error={isSame === false ? said.other : null}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
    </div>
  );
}

/** What the comparison says, and the way on for whoever has nothing to compare with. */
function Outcome({ comparing: { isSame, isWithout, setWithout } }: Comparing) {
  return (
    <>
      <p className="meta" role="status">
        {isSame === true ? (
          <>
            <Check size={14} strokeWidth={2.1} aria-hidden="true" /> {said.same}
          </>
        ) : isWithout ? (
          said.nobodyNote
        ) : (
          said.check
        )}
      </p>
      {!isWithout && (
        <div>
          <Button kind="quiet" onClick={() => setWithout(true)}>
            {said.nobody}
          </Button>
        </div>
      )}
    </>
  );
}
