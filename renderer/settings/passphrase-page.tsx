/** Your name in the team, and another passphrase: the old one is asked for, the new one chosen as at set-up. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call, queries } from "../client/client.ts";
import { PassphraseFields, useVerdict } from "../first-run/passphrase-fields.tsx";
import { tell } from "../page/notify.tsx";
import { isOfSheet, SheetField, useTypedSheet } from "../page/sheet-field.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { FieldError, HiddenField } from "../ui/inputs.tsx";
import { Setting } from "./setting.tsx";

type PageProps = { status: AccountStatus; teamName: string };

/** The page. */
export function PassphrasePage({ status, teamName }: PageProps) {
  const [isChanging, setChanging] = useState(false);
  const person = status.profiles.find(({ profile }) => profile === status.profile)?.person ?? "";
  return (
    <>
      <Setting title={person} note={words.settings.nameNote} />
      <Setting title={words.settings.opens} note={words.settings.opensNote}>
        <Button onClick={() => setChanging(true)}>{words.settings.change}</Button>
      </Setting>
      {isChanging && <Change known={[teamName, person]} onClose={() => setChanging(false)} />}
    </>
  );
}

/** What is typed, and what came of it. */
function useChange(known: string[], onClose: () => void) {
  const [old, setOld] = useState("");
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const sheet = useTypedSheet();
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, known);
  const isTyped = old !== "" && verdict?.accepted === true && sheet.sheet !== "" && chosen.again === chosen.passphrase;
  const change = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const done = await call("account.changePassphrase", { old, new: chosen.passphrase, ...sheet.given });
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ["account.status"] });
    if (done.ok) {
      tell(words.settings.changed);
      onClose();
      return;
    }
    setFailure(done.failure);
    sheet.after(done.failure);
    if (done.failure.code === "unlock") setOld("");
  };
  return { old, setOld, sheet, chosen, setChosen, verdict, failure, setFailure, isBusy, isTyped, change };
}

function Change({ known, onClose }: { known: string[]; onClose(): void }) {
  const typed = useChange(known, onClose);
  const { failure } = typed;
  const isOfOld = failure?.code === "unlock" || failure?.code === "throttled";
  return (
    <Dialog
      name="passphrase-change"
      title={words.settings.changeTitle}
      note={words.settings.changeNote}
      onClose={onClose}
      onDone={() => void typed.change()}
      done={typed.isBusy ? words.create.creating : words.settings.changeDone}
      isBusy={typed.isBusy}
      canDo={typed.isTyped}
    >
      <div className="stack" style={{ gap: 18 }}>
        <div className="again-field">
          <HiddenField
            label={words.settings.old}
            className="mono"
            data-autofocus
            value={typed.old}
            onChange={(event) => {
              typed.setOld(event.target.value);
              typed.setFailure(null);
            }}
            autoComplete="current-password"
            error={isOfOld ? sentence(failure) : null}
          />
          <SheetField typed={typed.sheet} failure={failure} />
        </div>
        <PassphraseFields
          chosen={typed.chosen}
          verdict={typed.verdict}
          onChange={typed.setChosen}
          labels={{ passphrase: words.settings.chosen, again: words.settings.again }}
        />
        {failure !== null && !isOfOld && !isOfSheet(failure) && <FieldError>{sentence(failure)}</FieldError>}
      </div>
    </Dialog>
  );
}
