/** The device sheet again: only for somebody who knows the passphrase, only as long as it is looked at. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { SheetPaper } from "../first-run/device-sheet.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { HiddenField } from "../ui/inputs.tsx";
import { Setting } from "./setting.tsx";

/** The page. */
export function SheetPage({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const [asks, setAsks] = useState(false);
  const [text, setText] = useState<string | null>(null);
  const profile = status.profiles.find((one) => one.profile === status.profile);
  return (
    <>
      <Setting title={words.settings.sheetName} note={words.settings.sheetNote}>
        <Button onClick={() => (text === null ? setAsks(true) : setText(null))}>
          {text === null ? words.settings.showSheet : words.act.hide}
        </Button>
      </Setting>
      {text !== null && (
        <div className="settings-sheet">
          <SheetPaper
            text={text}
            team={teamName}
            person={profile?.person ?? ""}
            deviceName={profile?.deviceName ?? ""}
          />
          <Button onClick={() => window.print()}>{words.sheet.print}</Button>
        </div>
      )}
      {asks && (
        <Ask
          onClose={() => setAsks(false)}
          onText={(shown) => {
            setText(shown);
            setAsks(false);
          }}
        />
      )}
    </>
  );
}

function Ask({ onClose, onText }: { onClose(): void; onText(text: string): void }) {
  const [passphrase, setPassphrase] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const show = async (): Promise<void> => {
    setBusy(true);
    const sheet = await call("account.deviceSheet", { passphrase });
    setBusy(false);
    setPassphrase("");
    if (sheet.ok) onText(sheet.value.text);
    else setWrong(sentence(sheet.failure));
  };
  return (
    <Dialog
      title={words.settings.sheetAsk}
      onClose={onClose}
      onDone={() => void show()}
      done={words.settings.sheetShow}
      isBusy={isBusy}
      canDo={passphrase !== ""}
    >
      <HiddenField
        label={words.unlock.passphrase}
        data-autofocus
        value={passphrase}
        onChange={(event) => {
          setPassphrase(event.target.value);
          setWrong(null);
        }}
        error={wrong}
      />
    </Dialog>
  );
}
