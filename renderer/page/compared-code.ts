/** Two computers compare codes: what the other one did meanwhile, asked again and again, and its code as it is typed here. */
import { useState } from "react";
import type { Failure, Result } from "../../shared/failures.ts";
import { tellFailure } from "./notify.tsx";
import { useLooking } from "./use-looking.ts";

type Asks<Shape, Right> = {
  look(): Promise<Result<Shape>>;
  check(code: string): Promise<Result<Right>>;
};

/** Begins with what is known first; the same for the computer that adds and for the one that is added. */
export function useComparedCode<Shape, Right>(first: Shape, asks: Asks<Shape, Right>) {
  const [shape, setShape] = useState(first);
  const [typed, setTyped] = useState("");
  /** How many tries are left after a wrong one. */
  const [wrong, setWrong] = useState<number | null>(null);
  /** It is over. */
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  useLooking(
    async () => {
      const looked = await asks.look();
      if (looked.ok) setShape(looked.value);
      else if (looked.failure.retry !== "later") setFailure(looked.failure);
      return looked.ok || looked.failure.retry === "later";
    },
    failure === null && !isBusy,
  );
  const check = async (then: (right: Right) => void): Promise<void> => {
    setBusy(true);
    const checked = await asks.check(typed);
    setBusy(false);
    if (checked.ok) return then(checked.value);
    const { code, detail, retry } = checked.failure;
    // What passes ends nothing, and costs no try.
    if (retry === "later") return tellFailure(checked.failure);
    const isTry = code === "sas" && detail?.reason === "typed" && detail.number !== 0;
    if (!isTry) return setFailure(checked.failure);
    setWrong(detail.number ?? 0);
    setTyped("");
  };
  const type = (text: string): void => {
    setTyped(text);
    setWrong(null);
  };
  return { shape, setShape, typed, type, wrong, failure, setFailure, isBusy, setBusy, check };
}
