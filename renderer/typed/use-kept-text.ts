/** Keeps what stands in an editor or dialog, sealed on this computer, until it is saved or given up. */
import { useEffect, useState } from "react";
import type { TypedGiven, TypedKind, TypedOf } from "../../shared/model/typed-kinds.ts";
import { call } from "../client/client.ts";
import { beforeLock } from "../client/lock-now.ts";
import { tellFailure } from "../page/notify.tsx";
import { createKeeper, type Keeper } from "./typed-keeper.ts";
import { beginTyping } from "./typing-now.ts";

/** What was typed before and is taken up again, and under which name it was kept. */
export type Kept<Kind extends TypedKind> = { typed: string; text: TypedOf<Kind> };

/** `typed`: under which name it was kept before; `text`: what stands there now, null where nothing of it was typed. */
export function useKeptText(typed: string | null, text: TypedGiven | null): Keeper<TypedGiven> {
  const [keeper] = useState(() =>
    createKeeper<TypedGiven>({ typed, keep: keepText, drop: (name) => call("typed.drop", { typed: name }) }),
  );
  const held = JSON.stringify(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text by what it says, not by which object it is
  useEffect(() => keeper.put(text), [keeper, held]);
  const isTyping = text !== null;
  useEffect(() => (isTyping ? beginTyping() : undefined), [isTyping]);
  useEffect(() => {
    const flush = (): void => void keeper.flush();
    const forget = beforeLock(keeper.flush);
    document.addEventListener("visibilitychange", flush);
    window.addEventListener("pagehide", flush);
    return () => {
      forget();
      document.removeEventListener("visibilitychange", flush);
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [keeper]);
  return keeper;
}

async function keepText(typed: string | null, text: TypedGiven): Promise<string | null> {
  const kept = await call("typed.keep", { ...(typed === null ? {} : { typed }), text });
  if (kept.ok) return kept.value.typed;
  if (kept.failure.code !== "locked") tellFailure(kept.failure);
  return null;
}
