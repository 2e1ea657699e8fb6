/** An older version over the detail of an item, whether that is in a vault or in Trash. */
import { type ReactNode, useRef, useState } from "react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { VersionView } from "./version-view.tsx";

/** `view`: what stands in place of the detail while a version is open. */
export function useVersion(
  detail: ItemDetail | null,
  members: MemberShape[],
): { open(version: number): void; view: ReactNode } {
  const [opened, setOpened] = useState<number | null>(null);
  const opener = useRef<Element | null>(null);
  const open = (next: number): void => {
    opener.current = document.activeElement;
    setOpened(next);
  };
  const version = detail?.history.find((one) => one.version === opened);
  if (detail === null || version === undefined) return { open, view: null };
  const close = (): void => {
    setOpened(null);
    requestAnimationFrame(() => focusBack(opener.current, version.version));
  };
  const view = (
    <VersionView key={version.version} {...{ detail, version, members }} onOpen={setOpened} onClose={close} />
  );
  return { open, view };
}

/** Back where a version was opened: in the list, or in the history, which was drawn anew. */
function focusBack(opener: Element | null, version: number): void {
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
  const place = isThere ? opener : document.querySelector<HTMLElement>(`[data-version="${version}"]`);
  place?.focus();
}
