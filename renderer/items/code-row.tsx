/** The one-time code: large digits, ring, next code. The core is asked only when a period turns. */
import { useEffect, useState } from "react";
import type { CodeShape } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { callUnasked } from "../client/client.ts";
import { shownKey } from "../page/keys.ts";
import { useNow } from "../page/use-now.ts";
import { Button } from "../ui/controls.tsx";
import { Ring } from "../ui/ring.tsx";
import { CopyButton, Field } from "../ui/rows.tsx";
import { copyField } from "./copy-field.ts";
import { ShowQr } from "./show-qr.tsx";
import { callAsking } from "./shown/ask-again.tsx";
import { shownCodes } from "./shown-codes.ts";

const soonMs = 5000;
const retryMs = 5000;

/** The code as the core last gave it, asked for anew whenever a period ends, and now. */
function useCode(item: string, version: number | null) {
  const [code, setCode] = useState<CodeShape | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  const now = useNow(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version, or another round, is a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    void callUnasked("item.code", { item }).then((answer) => {
      if (!isCurrent) return;
      setFailure(answer.ok ? null : answer.failure);
      if (answer.ok) setCode(answer.value);
      const waitMs = answer.ok ? Math.max(0, answer.value.endsAt - Date.now()) : retryMs;
      timer = setTimeout(() => setRound((before) => before + 1), waitMs);
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [item, version, round]);
  // A timer stands still while the computer sleeps: what the clock says ends the period too.
  const isOver = code !== null && now >= code.endsAt;
  useEffect(() => {
    if (isOver) setRound((before) => before + 1);
  }, [isOver]);
  return { code, failure, now, again: () => setRound((before) => before + 1) };
}

/** The row. `version` says when the seed may be another. */
export function CodeRow({ item, version }: { item: string; version: number | null }) {
  const { code, failure, now, again } = useCode(item, version);
  const label = words.items.code;
  if (failure?.code === "ask-again")
    return (
      <Field label={label} kind="code">
        <Button onClick={() => void callAsking("item.code", { item }).then(again)}>{words.askAgain.show}</Button>
      </Field>
    );
  if (failure !== null)
    return (
      <Field label={label} kind="code">
        <span className="t2">{sentence(failure)}</span>
      </Field>
    );
  if (code === null) return <Field label={label} kind="code" />;
  const leftMs = Math.max(0, code.endsAt - now);
  const shown = shownCodes(code, now);
  return (
    <Field
      label={label}
      kind="code"
      acts={
        <>
          <ShowQr item={item} />
          <CopyButton
            label={label}
            shortcut={shownKey("copyCode")}
            onCopy={() => void copyField(item, "code", label)}
          />
        </>
      }
    >
      <span className="code-line">
        <Halves text={shown.current} className="code-big" testId="code" />
        <Ring leftMs={leftMs} periodMs={code.periodMs} />
        <span className="t3 code-after">
          {words.items.next} <Halves text={shown.next} className="code-next" isSoon={leftMs <= soonMs} />
        </span>
      </span>
    </Field>
  );
}

type HalvesProps = { text: string; className: string; isSoon?: boolean; testId?: string };

/** In two halves, so that it can be read aloud. */
function Halves({ text, className, isSoon = false, testId }: HalvesProps) {
  const half = Math.ceil(text.length / 2);
  return (
    <span className={`mono tab ${className}`} data-soon={isSoon} data-testid={testId}>
      <span>{text.slice(0, half)}</span>
      <span>{text.slice(half)}</span>
    </span>
  );
}
