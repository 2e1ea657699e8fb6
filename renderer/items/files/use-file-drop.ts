/** Files that are dropped on the detail of an item, or pasted while it is shown and nobody types. */
import { type RefObject, useEffect, useState } from "react";
import { isFloatOpen } from "../../ui/layers.ts";

/**
 * Whether something is held over `area`. A KDBX is for the import, wherever it is dropped; what is dropped or pasted while a dialog or
 * menu is open is not for what lies behind it.
 */
export function useFileDrop(area: RefObject<HTMLElement | null>, isOn: boolean, add: (files: File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const detail = area.current?.closest<HTMLElement>(".detail") ?? null;
    if (!isOn || detail === null) return;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true && !isFloatOpen();
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && detail.contains(event.relatedTarget))) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0 || isFloatOpen() || files.some(({ name }) => name.toLowerCase().endsWith(".kdbx"))) return;
      event.preventDefault();
      event.stopPropagation();
      add(files);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      const isTyping = document.activeElement?.matches("input, textarea, [contenteditable]") === true;
      if (files.length > 0 && !isTyping && !isFloatOpen()) add(files);
    };
    detail.addEventListener("dragover", over);
    detail.addEventListener("dragleave", leave);
    detail.addEventListener("drop", drop);
    document.addEventListener("paste", paste);
    return () => {
      detail.removeEventListener("dragover", over);
      detail.removeEventListener("dragleave", leave);
      detail.removeEventListener("drop", drop);
      document.removeEventListener("paste", paste);
    };
  }, [area, isOn, add]);
  return isOver;
}
