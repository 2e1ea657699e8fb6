/**
 * Files that are dropped where nothing takes them: the browser would leave the page for them, so none gets through; while the app
 * is unlocked they go to the import.
 */
import { useEffect, useRef, useState } from "react";
import { isFloatOpen } from "../ui/layers.ts";

type Taker = { take(file: File): void; over(isOver: boolean): void };
let taker: Taker | null = null;

/** A link leaves the page too; into a field it is typed, as the person meant. */
function leavesPage({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  const isField = target instanceof Element && target.closest("input, textarea") !== null;
  return types.includes("Files") || (types.includes("text/uri-list") && !isField);
}

/** Whoever would take a file now: nobody behind a dialog. */
function takerOf(event: DragEvent): Taker | null {
  return event.dataTransfer?.types.includes("Files") === true && !isFloatOpen() ? taker : null;
}

/** Once for the page, before anything is shown. */
export function guardDrops(): void {
  window.addEventListener("dragover", (event) => {
    const isTaken = event.defaultPrevented;
    taker?.over(!isTaken && takerOf(event) !== null);
    if (isTaken || !leavesPage(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = takerOf(event) === null ? "none" : "copy";
  });
  window.addEventListener("dragleave", ({ relatedTarget }) => {
    if (relatedTarget === null) taker?.over(false);
  });
  window.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !leavesPage(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) takerOf(event)?.take(file);
  });
  // First, also where something below takes the file.
  window.addEventListener("drop", () => taker?.over(false), true);
}

/** Takes files that nothing else took; answers whether one is held over the window now. */
export function useDroppedFile(take: (file: File) => void): boolean {
  const [isOver, over] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    taker = { take: (file) => latest.current(file), over };
    return () => {
      taker = null;
    };
  }, []);
  return isOver;
}
