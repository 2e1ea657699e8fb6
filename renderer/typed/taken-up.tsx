/** What is taken up again goes to the screen where it was typed, wherever its person said "Continue". */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { TypedKind, TypedOf } from "../../shared/model/typed-kinds.ts";
import type { Kept } from "./use-kept-text.ts";

type AnyKept = { [Kind in TypedKind]: Kept<Kind> }[TypedKind];
type TakenUp = {
  kept: AnyKept | null;
  /** Null: nothing waits for its screen any more. */
  put(kept: AnyKept | null): void;
};

const Context = createContext<TakenUp>({ kept: null, put: () => {} });

/** Stands around the sections. */
export function TakingUp({ children }: { children: ReactNode }) {
  const [kept, put] = useState<AnyKept | null>(null);
  const value = useMemo(() => ({ kept, put }), [kept]);
  return <Context value={value}>{children}</Context>;
}

/** For whoever offers it. */
export function useTakeUp(): TakenUp["put"] {
  return useContext(Context).put;
}

/** For a screen in which text of this kind is typed: `take` is given it once, and answers whether it is for this screen. */
export function useTakenUp<Kind extends TypedKind>(kind: Kind, take: (kept: Kept<Kind>) => boolean): void {
  const { kept, put } = useContext(Context);
  useEffect(() => {
    const { typed, text } = kept ?? {};
    if (typed !== undefined && text?.kind === kind && take({ typed, text: text as TypedOf<Kind> })) put(null);
  });
}
