/**
 * What lies over what on the screen, and so what Escape closes: the top layer and nothing else. Floats (dialogs, menus,
 * popovers) lie over each other as they opened; below them an edit, then the text of a filter inside a sheet, then a sheet,
 * then the text of the filter beside it.
 */
import { useEffect, useLayoutEffect, useRef } from "react";

const kinds = ["filter", "sheet", "inner-filter", "edit", "float"] as const;
export type LayerKind = (typeof kinds)[number];
type Layer = { kind: LayerKind; close(): void };

export type Layers = {
  /** Lays one over what is there; the answer takes it away again. */
  open(kind: LayerKind, close: () => void): () => void;
  /** Closes the top one; false where there is none. */
  escape(): boolean;
  hasFloat(): boolean;
};

/** A stack without layers. */
export function createLayers(): Layers {
  const layers: Layer[] = [];
  return {
    open(kind, close) {
      const layer = { kind, close };
      // Over all of its own kind and below the kinds that are always over it.
      const over = layers.findIndex((other) => kinds.indexOf(other.kind) > kinds.indexOf(kind));
      layers.splice(over < 0 ? layers.length : over, 0, layer);
      return () => {
        const at = layers.indexOf(layer);
        if (at >= 0) layers.splice(at, 1);
      };
    },
    escape() {
      const top = layers.at(-1);
      top?.close();
      return top !== undefined;
    },
    hasFloat: () => layers.at(-1)?.kind === "float",
  };
}

/** The page's own. */
const layers = createLayers();

/** Whether a dialog, menu or popover is open: it keeps all keys to itself. */
export const isFloatOpen = layers.hasFloat;

if (typeof window !== "undefined") {
  // First of all listeners: no control below learns of an Escape that closes what lies over it. A key held down closes one.
  window.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      if (!event.repeat && !layers.escape()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
}

/** Lays the caller over what is on the screen while `close` is given; Escape then closes it, and nothing below. */
export function useLayer(kind: LayerKind, close: (() => void) | null): void {
  const latest = useRef(close);
  latest.current = close;
  const isOpen = close !== null;
  useLayoutEffect(() => (isOpen ? layers.open(kind, () => latest.current?.()) : undefined), [kind, isOpen]);
}

/** The same for a menu or popover, which leaves the page around it: where the focus was before has it again after Escape. */
export function useFloat(isOpen: boolean, close: () => void): { toOpener(): void } {
  const opener = useRef<Element | null>(null);
  const toOpener = (): void => {
    if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
  };
  useLayer(
    "float",
    isOpen
      ? () => {
          close();
          toOpener();
        }
      : null,
  );
  useEffect(() => {
    if (isOpen) opener.current = document.activeElement;
  }, [isOpen]);
  return { toOpener };
}
