/** One's own second factor: how it stands, and the three steps of setting it up. */
import { Checkbox } from "@mantine/core";
import { Check, Printer, ShieldCheck, ShieldPlus, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SecondFactor } from "../../shared/contract/second-factor.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell } from "../page/notify.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { FieldError, TextField } from "../ui/inputs.tsx";
import { QrCode } from "../ui/qr-code.tsx";
import { AskPassphrase } from "./ask-passphrase.tsx";
import { Setting } from "./setting.tsx";

type Begun = { uri: string; seed: string };

/** The page. */
export function FactorPage() {
  const { value, failure } = useAnswer("secondFactor.status", {});
  const [isAsking, setAsking] = useState(false);
  const [begun, setBegun] = useState<Begun | null>(null);
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ["secondFactor.status"] });
  return (
    <>
      <p className="t2 factor-lead">{words.factor.lead}</p>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
      {begun === null ? (
        value !== undefined && <Standing factor={value.factor} onSetUp={() => setAsking(true)} />
      ) : (
        <SetUp
          begun={begun}
          onEnd={() => {
            setBegun(null);
            refresh();
          }}
        />
      )}
      {isAsking && (
        <AskPassphrase
          name="factor-ask"
          title={words.factor.setUpAsk}
          done={words.factor.setUpDone}
          ask={(passphrase) => call("secondFactor.enrol", { passphrase })}
          onAnswer={(made) => {
            setBegun(made);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

function Standing({ factor, onSetUp }: { factor: SecondFactor | null; onSetUp(): void }) {
  if (factor === null)
    return (
      <Setting icon={ShieldPlus} title={words.factor.none} note={words.factor.noneNote}>
        <Button kind="main" onClick={onSetUp}>
          {words.factor.setUp}
        </Button>
      </Setting>
    );
  const isShort = factor.codesLeft < 3;
  return (
    <>
      <Setting icon={ShieldCheck} title={words.factor.on} note={words.factor.since(shortDay(factor.enrolledAt))}>
        <Button onClick={onSetUp}>{words.factor.anew}</Button>
      </Setting>
      <div className={isShort ? "setting-due" : undefined}>
        <Setting icon={TriangleAlert} title={words.factor.codesLeft(factor.codesLeft)} note={words.factor.codesNote} />
      </div>
      {factor.isReleased && (
        <Setting icon={ShieldPlus} title={words.factor.released} note={words.factor.releasedNote} />
      )}
      {(factor.isLocked || factor.waitMs > 0) && (
        <div className="setting-due">
          <Setting
            icon={TriangleAlert}
            title={factor.isLocked ? words.factor.locked : words.factor.waits(Math.ceil(factor.waitMs / 60_000))}
            note={factor.isReleased ? "" : words.factor.lockedNote}
          >
            <Badge icon={TriangleAlert} tone="att">
              {words.factor.wrong}
            </Badge>
          </Setting>
        </div>
      )}
    </>
  );
}

function useConfirm() {
  const [typed, setTyped] = useState("");
  const [codes, setCodes] = useState<string[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const type = async (text: string): Promise<void> => {
    setTyped(text);
    setFailure(null);
    if (text.replace(/\s/g, "").length !== 6) return;
    const confirmed = await call("secondFactor.confirm", { code: text });
    if (!confirmed.ok) return setFailure(confirmed.failure);
    setCodes(confirmed.value.recoveryCodes);
  };
  return { typed, codes, failure, type };
}

type SetUpProps = { begun: Begun; onEnd(): void };

function SetUp({ begun, onEnd }: SetUpProps) {
  const { typed, codes, failure, type } = useConfirm();
  const isRight = codes !== null;
  return (
    <div className="factor-steps">
      <Step at={1} isDone={isRight} title={words.factor.scan}>
        <div className="factor-qr">
          <QrCode text={begun.uri} label={words.factor.qr} />
        </div>
        <p className="meta">{words.factor.orType}</p>
        <p className="mono factor-seed">{begun.seed.match(/.{1,4}/g)?.join(" ")}</p>
        <p className="meta">{words.factor.where}</p>
      </Step>
      <Step at={2} isDone={isRight} title={words.factor.type}>
        <TextField
          label={words.factor.code}
          hideLabel
          className="mono factor-code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={typed}
          readOnly={isRight}
          onChange={(event) => void type(event.target.value)}
          error={failure === null ? null : sentence(failure)}
        />
        {isRight && <p className="meta">{words.factor.right}</p>}
        <Button onClick={onEnd}>{words.act.cancel}</Button>
      </Step>
      <Step at={3} isDone={false} title={words.factor.keep}>
        {isRight ? <Recovery codes={codes} onEnd={onEnd} /> : <p className="meta">{words.factor.keepLater}</p>}
      </Step>
    </div>
  );
}

function Step({ at, isDone, title, children }: { at: number; isDone: boolean; title: string; children: ReactNode }) {
  return (
    <section className="factor-step" aria-label={title}>
      <h2 className="line factor-head" data-done={isDone}>
        <span className="step-dot">{isDone ? <Check size={12} strokeWidth={2.1} /> : at}</span>
        {title}
      </h2>
      {children}
    </section>
  );
}

function Recovery({ codes, onEnd }: { codes: string[]; onEnd(): void }) {
  const [isKept, setKept] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const switchOn = async (): Promise<void> => {
    setBusy(true);
    const on = await call("secondFactor.switchOn", {});
    setBusy(false);
    if (!on.ok) return setFailure(on.failure);
    tell(words.factor.isOn);
    onEnd();
  };
  return (
    <>
      <ol className="mono factor-codes printed">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <p className="meta">
        <b>{words.factor.notYet}</b> {words.factor.codesOnce}
      </p>
      <Button onClick={() => window.print()}>
        <Printer size={14} strokeWidth={1.75} aria-hidden="true" />
        {words.factor.print}
      </Button>
      <Checkbox
        size="xs"
        label={words.factor.kept}
        checked={isKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Button kind="main" disabled={!isKept || isBusy} onClick={() => void switchOn()}>
        {words.factor.switchOn}
      </Button>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
    </>
  );
}
