/** An older version over the detail of an item, whether that is in a vault or in Trash. */
import { type ReactNode, useState } from "react";
import type { ItemDetail, MemberShape } from "../../shared/contract/shapes.ts";
import { VersionView } from "./version-view.tsx";

/** `view`: what stands in place of the detail while a version is open. */
export function useVersion(
  detail: ItemDetail | null,
  members: MemberShape[],
): { open(version: number): void; view: ReactNode } {
  const [opened, open] = useState<number | null>(null);
  const version = detail?.history.find((one) => one.version === opened);
  if (detail === null || version === undefined) return { open, view: null };
  const close = (): void => {
    open(null);
    requestAnimationFrame(() => focusVersion(version.version));
  };
  const view = <VersionView key={version.version} {...{ detail, version, members }} onOpen={open} onClose={close} />;
  return { open, view };
}

/** Back where the version was opened. */
function focusVersion(version: number): void {
  document.querySelector<HTMLElement>(`[data-version="${version}"]`)?.focus();
}
