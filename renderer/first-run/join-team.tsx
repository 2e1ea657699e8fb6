/** Joining: the code, then the passphrase. Waiting follows. */
import { Ticket } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { type Failure, ok, type Result } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { CodeArea } from "./code-area.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";
import { useCodeCheck } from "./use-code-check.ts";

const fewestChars = 20;

type Invite = { code: string; teamName: string; inviterName: string };
/** `code`: what the system handed over; null where it is to be pasted. `taken`: the one that came into the field. */
type JoinProps = {
  code: string | null;
  status: AccountStatus;
  onSheet(sheet: NewSheet): void;
  onBack(taken: string | null): void;
};

/** Both steps. */
export function JoinTeam({ code, status, onSheet, onBack }: JoinProps) {
  const [invite, setInvite] = useState<Invite | null>(null);
  const pasted = usePastedCode(code);
  if (invite === null) return <PasteCode pasted={pasted} onInvite={setInvite} onBack={() => onBack(pasted.taken)} />;
  return (
    <ChoosePassphrase
      {...{ invite, status, onSheet }}
      onJoined={() => {
        // A code that waited is used now.
        if (pasted.taken !== null) void call("link.done", { address: pasted.taken });
      }}
      onBack={() => setInvite(null)}
    />
  );
}

/** The invite that a text reads as. A whole message may be pasted: the code ends at the blank line, line breaks inside it do not matter. */
async function readInvite(text: string): Promise<Result<Invite>> {
  const found = /latchkey:\/\/join\/[0-9a-z-]+(?:[ \t]*\r?\n?[ \t]*[0-9a-z-]+)*/i.exec(text)?.[0] ?? text;
  const code = found.trim();
  const answer = await call("invite.read", { code });
  return answer.ok ? ok({ code, ...answer.value }) : answer;
}

/** What was pasted, and the invite that it reads as; it stays while its person looks at the next step. */
function usePastedCode(given: string | null) {
  const [taken, setTaken] = useState<string | null>(null);
  const check = useCodeCheck(fewestChars, readInvite);
  const latest = useRef(check);
  latest.current = check;
  useEffect(() => {
    // Nobody's typing, nor a code that they are about to use, gives way to one that comes by itself: it waits.
    if (given === null || latest.current.code !== "") return;
    setTaken(given);
    latest.current.take(given, true);
  }, [given]);
  return { ...check, taken };
}

type PasteProps = { pasted: ReturnType<typeof usePastedCode>; onInvite(invite: Invite): void; onBack(): void };

function PasteCode({ pasted, onInvite, onBack }: PasteProps) {
  const { code, read, failure, take } = pasted;
  return (
    <SubmitStep
      route="join-code"
      heading={words.join.heading(read?.teamName ?? "")}
      steps={words.join.steps}
      at={0}
      aside={words.join.nobody}
      title={words.join.title}
      note={words.join.note}
      act={words.act.go}
      mayGo={read !== null}
      failure={failure}
      onGo={async () => {
        if (read !== null) onInvite(read);
      }}
      onBack={onBack}
    >
      <CodeArea label={words.join.code} value={code} rows={6} autoFocus onCode={take} />
      {read !== null && (
        <p className="line" style={{ marginTop: 10 }}>
          <Ticket size={16} className="ok" aria-hidden="true" />
          {words.join.from(read.inviterName, read.teamName)}
        </p>
      )}
    </SubmitStep>
  );
}

function ChoosePassphrase({
  invite,
  status,
  onSheet,
  onJoined,
  onBack,
}: {
  invite: Invite;
  status: AccountStatus;
  onSheet(sheet: NewSheet): void;
  onJoined(): void;
  onBack(): void;
}) {
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [acceptsFile, setAcceptsFile] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, [invite.teamName, invite.inviterName]);
  const mayJoin =
    verdict?.accepted === true && chosen.again === chosen.passphrase && (status.keychainAvailable || acceptsFile);
  const join = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const made = await call("team.join", {
      code: invite.code,
      passphrase: chosen.passphrase,
      keychain: status.keychainAvailable ? "os" : "file",
    });
    setBusy(false);
    if (!made.ok) return setFailure(made.failure);
    onJoined();
    onSheet({ text: made.value.deviceSheet.text, team: invite.teamName, person: "", from: "join" });
  };
  return (
    <SubmitStep
      route="join-passphrase"
      heading={words.join.heading(invite.teamName)}
      steps={words.join.steps}
      at={1}
      aside={words.join.nobody}
      title={words.join.choose}
      note={words.join.chooseNote}
      act={words.join.ask}
      busyAct={words.join.asking}
      mayGo={mayJoin}
      isBusy={isBusy}
      failure={failure}
      onGo={join}
      onBack={onBack}
    >
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={setAcceptsFile} />}
    </SubmitStep>
  );
}
