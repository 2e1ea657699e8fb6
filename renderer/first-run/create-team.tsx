/** Creating a team: where it lives, then its name and the founder's passphrase. The device sheet follows. */
import { Check, HardDrive, Server } from "lucide-react";
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";
import { FieldError, TextArea, TextField } from "../ui/inputs.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { Steps } from "./steps.tsx";
import { SubmitStep } from "./submit-step.tsx";

type Place = "built-in" | { origin: string; setupCode: string };
type CreateProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack(): void };

/** Both steps. */
export function CreateTeam({ status, onSheet, onBack }: CreateProps) {
  const [place, setPlace] = useState<Place | null>(null);
  const [acceptsFile, setAcceptsFile] = useState(false);
  if (place === null)
    return (
      <ChoosePlace
        status={status}
        acceptsFile={acceptsFile}
        onAccept={setAcceptsFile}
        onPlace={setPlace}
        onBack={onBack}
      />
    );
  return (
    <NameTeam
      place={place}
      keychain={status.keychainAvailable ? "os" : "file"}
      onSheet={onSheet}
      onBack={() => setPlace(null)}
    />
  );
}

type PlaceProps = {
  status: AccountStatus;
  acceptsFile: boolean;
  onAccept(accepts: boolean): void;
  onPlace(place: Place): void;
  onBack(): void;
};

function ChoosePlace({ status, acceptsFile, onAccept, onPlace, onBack }: PlaceProps) {
  const [isOwn, setOwn] = useState(true);
  const [code, setCode] = useState("");
  const [reached, setReached] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = async (setupCode: string): Promise<void> => {
    setCode(setupCode);
    setReached(null);
    setFailure(null);
    if (setupCode.trim().length < 40) return;
    const checked = await call("team.checkServer", { setupCode });
    if (checked.ok) setReached(checked.value.origin);
    else setFailure(checked.failure);
  };
  const mayGo = (status.keychainAvailable || acceptsFile) && (!isOwn || reached !== null);
  const go = () => onPlace(isOwn && reached !== null ? { origin: reached, setupCode: code } : "built-in");
  return (
    <Steps
      route="create-computer"
      heading={words.create.heading}
      steps={words.create.steps}
      at={0}
      aside={words.create.admin}
      title={words.create.place}
      note={words.create.placeNote}
      foot={
        <>
          <Button kind="quiet" onClick={onBack}>
            {words.act.back}
          </Button>
          <Button kind="main" size={32} disabled={!mayGo} onClick={go}>
            {words.act.go}
          </Button>
        </>
      }
    >
      <div className="stack" style={{ gap: 8 }} role="radiogroup" aria-label={words.create.place}>
        <button type="button" className="choice" role="radio" aria-checked={isOwn} onClick={() => setOwn(true)}>
          <Server size={18} strokeWidth={1.75} />
          <span className="grow">
            <span className="choice-name">{words.create.ownServer}</span>
            <span className="meta">{words.create.ownServerNote}</span>
          </span>
        </button>
        {isOwn && (
          <div style={{ margin: "8px 0 12px" }}>
            <TextArea
              label={words.create.setupCode}
              value={code}
              onChange={(event) => void check(event.target.value)}
              rows={5}
            />
            {reached !== null && (
              <p className="line ok" style={{ marginTop: 6, gap: 6 }}>
                <Check size={14} aria-hidden="true" />
                {words.create.reached(reached)}
              </p>
            )}
            {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
          </div>
        )}
        <button type="button" className="choice" role="radio" aria-checked={!isOwn} onClick={() => setOwn(false)}>
          <HardDrive size={18} strokeWidth={1.75} />
          <span className="grow">
            <span className="choice-name">{words.create.builtIn}</span>
            <span className="meta">{words.create.builtInNote}</span>
          </span>
        </button>
      </div>
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={onAccept} />}
    </Steps>
  );
}

function NameTeam({
  place,
  keychain,
  onSheet,
  onBack,
}: {
  place: Place;
  keychain: "os" | "file";
  onSheet(sheet: NewSheet): void;
  onBack(): void;
}) {
  const [name, setName] = useState("");
  const [person, setPerson] = useState("");
  const [chosen, setChosen] = useState({ passphrase: "", again: "" });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const verdict = useVerdict(chosen.passphrase, [name, person]);
  const mayCreate =
    name.trim() !== "" && person.trim() !== "" && verdict?.accepted === true && chosen.again === chosen.passphrase;
  const create = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    const server = place === "built-in" ? place : { url: place.origin, setupCode: place.setupCode };
    const made = await call("team.create", {
      name: name.trim(),
      person: person.trim(),
      passphrase: chosen.passphrase,
      server,
      keychain,
    });
    setBusy(false);
    if (made.ok)
      onSheet({ text: made.value.deviceSheet.text, team: name.trim(), person: person.trim(), isJoin: false });
    else setFailure(made.failure);
  };
  return (
    <SubmitStep
      route="create-team"
      heading={words.create.heading}
      steps={words.create.steps}
      at={1}
      aside={words.create.admin}
      title={words.create.name}
      note={words.create.nameNote}
      act={words.create.create}
      busyAct={words.create.creating}
      mayGo={mayCreate}
      isBusy={isBusy}
      failure={failure}
      onGo={create}
      onBack={onBack}
    >
      <div className="two" style={{ marginBottom: 18 }}>
        <TextField
          label={words.create.teamName}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          autoFocus
        />
        <TextField
          label={words.create.yourName}
          value={person}
          maxLength={200}
          onChange={(event) => setPerson(event.target.value)}
        />
      </div>
      <PassphraseFields chosen={chosen} verdict={verdict} onChange={setChosen} />
    </SubmitStep>
  );
}
