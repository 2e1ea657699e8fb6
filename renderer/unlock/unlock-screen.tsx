/** Unlock: the team, one field, the computer's name. No meter, no hints. A wrong passphrase is said, and how long to wait. */
import { Menu } from "@mantine/core";
import { Check, Lock } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import type { Failure } from "../../shared/result.ts";
import { call } from "../client.ts";
import { sentence } from "../copy/failures.ts";
import { words } from "../copy/words.ts";
import { Button, TeamMark } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { HiddenField, TextField } from "../ui/inputs.tsx";

/** The screen of a locked profile. */
export function UnlockScreen({ status, onAnother }: { status: AccountStatus; onAnother(): void }) {
  const [chosen, setChosen] = useState(0);
  const [passphrase, setPassphrase] = useState("");
  const [sheet, setSheet] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isForgot, setForgot] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const profile = status.profiles[chosen] ?? status.profiles[0];
  useEffect(() => field.current?.focus(), []);

  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy || passphrase === "" || profile === undefined) return;
    setBusy(true);
    setFailure(null);
    const result = await call("account.unlock", {
      passphrase,
      profile: profile.profile,
      ...(sheet === null ? {} : { deviceSheet: sheet }),
    });
    setBusy(false);
    if (result.ok) return;
    setFailure(result.failure);
    if (result.failure.code === "keychain-missing") setSheet("");
    if (result.failure.code === "unlock") setPassphrase("");
    field.current?.focus();
  };

  return (
    <main className="unlock">
      <form className="unlock-box" onSubmit={(event) => void unlock(event)}>
        <div className="line" style={{ gap: 12, marginBottom: 22 }}>
          <TeamMark name={profile?.teamName ?? words.app} size={40} />
          <div className="grow">
            <h1 className="screen-title cut">{profile?.teamName || words.app}</h1>
            <div className="meta cut">
              {profile !== undefined && words.unlock.on(profile.person, profile.deviceName)}
            </div>
          </div>
        </div>
        <HiddenField
          ref={field}
          label={words.unlock.passphrase}
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
          readOnly={isBusy}
          className="tall"
          error={failure !== null && failure.code !== "keychain-missing" ? sentence(failure) : null}
        />
        {sheet !== null && (
          <div style={{ marginTop: 14 }}>
            <TextField
              label={words.unlock.sheet}
              value={sheet}
              onChange={(event) => setSheet(event.target.value)}
              className="mono tall"
              error={failure?.code === "keychain-missing" ? sentence(failure) : null}
              note={
                <p className="meta" style={{ marginTop: 6 }}>
                  {words.unlock.sheetNote}
                </p>
              }
            />
          </div>
        )}
        {isBusy ? (
          <div className="deriving" role="status">
            <div className="bar" />
            <span className="meta">{words.unlock.deriving}</span>
          </div>
        ) : (
          <Button kind="main" size={32} type="submit" shortcut="↵" style={{ width: "100%", marginTop: 16 }}>
            {words.unlock.unlock}
          </Button>
        )}
        <div className="line" style={{ justifyContent: "space-between", marginTop: 18 }}>
          <button type="button" className="link" onClick={() => setForgot(true)}>
            {words.unlock.forgot}
          </button>
          <OtherTeams status={status} chosen={chosen} onChoose={setChosen} onAnother={onAnother} />
        </div>
      </form>
      <footer className="unlock-foot meta">
        <Lock size={12} aria-hidden="true" /> {words.unlock.locked}
      </footer>
      {isForgot && (
        <Forgot
          onClose={() => setForgot(false)}
          onSheet={() => {
            setForgot(false);
            setSheet("");
          }}
        />
      )}
    </main>
  );
}

function OtherTeams({
  status,
  chosen,
  onChoose,
  onAnother,
}: {
  status: AccountStatus;
  chosen: number;
  onChoose(at: number): void;
  onAnother(): void;
}) {
  if (status.profiles.length < 2)
    return (
      <button type="button" className="link" onClick={onAnother}>
        {words.unlock.another}
      </button>
    );
  return (
    <Menu position="bottom-end" width={260} classNames={{ dropdown: "float" }}>
      <Menu.Target>
        <button type="button" className="link">
          {words.unlock.another}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {status.profiles.map(({ profile, teamName, person }, at) => (
          <Menu.Item
            key={profile}
            onClick={() => onChoose(at)}
            rightSection={at === chosen ? <Check size={14} /> : null}
          >
            {teamName || words.app} <span className="t3">{person}</span>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={onAnother}>
          {words.doors.create}, {words.doors.join.toLowerCase()}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Forgot({ onClose, onSheet }: { onClose(): void; onSheet(): void }) {
  return (
    <Dialog title={words.unlock.forgotTitle} onClose={onClose} onDone={onSheet} done={words.unlock.useSheet}>
      {words.unlock.forgotFacts.map((fact) => (
        <Fact key={fact} icon={Lock}>
          {fact}
        </Fact>
      ))}
    </Dialog>
  );
}
