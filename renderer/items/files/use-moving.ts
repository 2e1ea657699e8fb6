/** Files of one item between this computer and the server. */
import { useCallback, useEffect, useState } from "react";
import type { Events } from "../../../shared/contract/commands.ts";
import { useEvent } from "../../client/client.ts";

export type OnTheWay = { way: "up" | "down"; percent: number };

/** How far, by the file's id; another item begins with nothing. */
export function useMoving(item: string): ReadonlyMap<string, OnTheWay> {
  const [moving, setMoving] = useState<ReadonlyMap<string, OnTheWay>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item begins with nothing
  useEffect(() => {
    setMoving(new Map());
  }, [item]);
  useEvent(
    "attachment.progress",
    useCallback(({ file, way, done, total }: Events["attachment.progress"]) => {
      setMoving((before) => {
        const after = new Map(before);
        if (done >= total) after.delete(file);
        else after.set(file, { way, percent: Math.floor((100 * done) / total) });
        return after;
      });
    }, []),
  );
  return moving;
}
