/** Unlock: the team, one field, the computer's name. No meter, no hints. A wrong passphrase is said, and how long to wait. */
import { Lock } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { announceLink } from "../page/announced-link.ts";
import { isOfSheet, SheetField } from "../page/sheet-field.tsx";
import { useRoute } from "../page/use-route.ts";
import { Button, TeamMark } from "../ui/controls.tsx";
import { HiddenField } from "../ui/inputs.tsx";
import { ForgotPage } from "./forgot-page.tsx";
import { OtherTeams } from "./other-teams.tsx";
import { type Unlocking, useUnlocking } from "./use-unlocking.ts";

/** The screen of a locked profile. */
export function UnlockScreen({ status, onAnother }: { status: AccountStatus; onAnother(): void }) {
  useRoute("unlock");
  const [chosen, setChosen] = useState(0);
  const [isForgot, setForgot] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const profile = status.profiles[chosen] ?? status.profiles[0];
  const unlocking = useUnlocking(profile?.profile, status.unlockWaitMs);
  const { isBusy, waitSeconds, sheet } = unlocking;
  useEffect(() => {
    if (!isBusy && !isForgot) field.current?.focus();
  }, [isBusy, isForgot]);
  if (isForgot)
    return (
      <ForgotPage
        teamName={profile?.teamName || words.app}
        deviceName={profile?.deviceName ?? ""}
        onBack={() => setForgot(false)}
        onSheet={() => {
          setForgot(false);
          unlocking.sheet.ask();
        }}
      />
    );
  return (
    <main className="unlock">
      <form
        className="unlock-box"
        onSubmit={(event) => {
          event.preventDefault();
          unlocking.unlock();
        }}
      >
        <TeamHead profile={profile} />
        <div className="unlock-field">
          <HiddenField
            ref={field}
            label={words.unlock.passphrase}
            value={unlocking.passphrase}
            onChange={(event) => unlocking.type(event.target.value)}
            readOnly={isBusy}
            className="tall"
            error={passphraseError(unlocking)}
          />
          {isBusy && <Deriving />}
        </div>
        <SheetField typed={sheet} failure={unlocking.failure} />
        <UnlockButton isBusy={isBusy} waitSeconds={waitSeconds} />
        <div className="unlock-ways">
          <button type="button" className="link" onClick={() => setForgot(true)}>
            {words.unlock.forgot}
          </button>
          <OtherTeams status={status} chosen={chosen} onChoose={setChosen} onAnother={onAnother} />
        </div>
        <LinkWaits onJoin={onAnother} />
      </form>
      <LockedNote origin={profile?.origin ?? ""} />
    </main>
  );
}

/** What the system handed over and unlocking leads to. */
function LinkWaits({ onJoin }: { onJoin(): void }) {
  const link = useAnswer("link.waiting", {}).value ?? null;
  useEffect(() => {
    announceLink(link?.kind === "item" ? link.address : null);
  }, [link]);
  if (link === null) return null;
  return (
    <p className="t2 unlock-link">
      {link.kind === "item" ? words.links.itemWaits : words.links.joinWaits}
      {link.kind === "join" && (
        <button type="button" className="link" onClick={onJoin}>
          {words.links.join}
        </button>
      )}
    </p>
  );
}

/** Which team, who, and on which computer. */
function TeamHead({ profile }: { profile: AccountStatus["profiles"][number] | undefined }) {
  return (
    <div className="unlock-team">
      <TeamMark name={profile?.teamName ?? words.app} size={40} />
      <div className="grow">
        <h1 className="screen-title cut">{profile?.teamName || words.app}</h1>
        <div className="meta cut">{profile !== undefined && words.unlock.on(profile.person, profile.deviceName)}</div>
      </div>
    </div>
  );
}

function LockedNote({ origin }: { origin: string }) {
  return (
    <footer className="unlock-foot meta">
      <Lock size={12} aria-hidden="true" />
      <span className="grow">{words.unlock.locked}</span>
      <span className="cut">{origin.replace(/^https?:\/\//, "")}</span>
    </footer>
  );
}

/** In the place of what is said of the passphrase, so that nothing moves. */
function Deriving() {
  return (
    <div className="deriving" role="status">
      <div className="bar" />
      <span className="meta">{words.unlock.deriving}</span>
    </div>
  );
}

function UnlockButton({ isBusy, waitSeconds }: Pick<Unlocking, "isBusy" | "waitSeconds">) {
  const isWaiting = waitSeconds > 0;
  return (
    <Button
      kind="main"
      size={32}
      type="submit"
      shortcut={isBusy || isWaiting ? "" : "↵"}
      className="unlock-go"
      disabled={isBusy || isWaiting}
    >
      {isBusy ? words.unlock.unlocking : isWaiting ? words.unlock.unlockIn(waitSeconds) : words.unlock.unlock}
    </Button>
  );
}

function passphraseError({ failure, waitSeconds }: Unlocking): string | null {
  if (failure === null || isOfSheet(failure)) return null;
  if (failure.code === "unlock" && waitSeconds > 0) return `${sentence(failure)} ${words.unlock.nextTry(waitSeconds)}`;
  return failure.code === "throttled" ? words.unlock.nextTry(waitSeconds) : sentence(failure);
}
