/** Signing the exemption that somebody asked for: as they asked, or not at all. */
import { useState } from "react";
import type { FactorShape } from "../../shared/contract/item-factor.ts";
import type { ItemRow } from "../../shared/contract/shapes.ts";
import { day } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { whyItStands } from "./factor-words.ts";

type SignProps = { row: ItemRow; factor: FactorShape; nameOf(user: string): string; onClose(): void };

/** The dialog. */
export function SignExemption({ row, factor, nameOf, onClose }: SignProps) {
  // What is signed is what was read, whatever comes while it is open.
  const [{ version: base, stated, ...shown }] = useState(factor);
  const [isBusy, setBusy] = useState(false);
  const sign = async (): Promise<void> => {
    setBusy(true);
    const signed = await call("item.setSecondFactor", { item: row.item, base, state: "exempt-signed" });
    setBusy(false);
    if (!signed.ok) return tellFailure(signed.failure);
    onClose();
  };
  return (
    <Dialog
      name="exemption-sign"
      title={words.loginFactor.signTitle(nameOf(stated?.by ?? ""), row.title)}
      note={whyItStands({ ...shown, version: base, stated }, nameOf)}
      done={words.loginFactor.signDone}
      isCareful
      isBusy={isBusy}
      onClose={onClose}
      onDone={() => void sign()}
    >
      <p>{words.loginFactor.signNote(day(stated?.until ?? 0))}</p>
    </Dialog>
  );
}
