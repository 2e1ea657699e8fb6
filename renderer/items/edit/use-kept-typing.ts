/** Keeps what stands in an editor of an item, sealed on this computer, until it is saved or given up. */
import { useEffect, useState } from "react";
import type { TypedItem } from "../../../shared/model/typed-item.ts";
import { call } from "../../client/client.ts";
import { beforeLock } from "../../client/lock-now.ts";
import { tellFailure } from "../../page/notify.tsx";
import { createKeeper, type Keeper } from "../../page/typed-keeper.ts";

type Typing = { vault: string; item: string | null; base: number | null; text: TypedItem };

/** `typed`: under which name it was kept before; `text`: what differs from the item, by field. */
export function useKeptTyping(typed: string | null, { vault, item, base, text }: Typing): Keeper<Typing> {
  const [keeper] = useState(() =>
    createKeeper<Typing>({ typed, keep: keepText, drop: (name) => call("typed.drop", { typed: name }) }),
  );
  const held = JSON.stringify(text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text by what it says, not by which object it is
  useEffect(() => {
    keeper.put(held === "{}" ? null : { vault, item, base, text });
  }, [keeper, vault, item, base, held]);
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

async function keepText(typed: string | null, { vault, item, base, text }: Typing): Promise<string | null> {
  const kept = await call("typed.keep", {
    ...(typed === null ? {} : { typed }),
    ...(item === null ? {} : { item }),
    ...(base === null ? {} : { base }),
    ...{ vault, text },
  });
  if (kept.ok) return kept.value.typed;
  if (kept.failure.code !== "locked") tellFailure(kept.failure);
  return null;
}
