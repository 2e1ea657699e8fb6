/** Creating a team: where it lives, then its name and the founder's passphrase. The device sheet follows. */
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { call } from "../client/client.ts";
import { TextField } from "../ui/inputs.tsx";
import { ChoosePlace, type Place } from "./choose-place.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { PassphraseFields, useVerdict } from "./passphrase-fields.tsx";
import { SubmitStep } from "./submit-step.tsx";

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

type NameProps = { place: Place; keychain: "os" | "file"; onSheet(sheet: NewSheet): void; onBack(): void };

/** What is typed on the second step, and the act that makes the team of it. */
function useNewTeam({ place, keychain, onSheet }: Omit<NameProps, "onBack">) {
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
      onSheet({ text: made.value.deviceSheet.text, team: name.trim(), person: person.trim(), from: "create" });
    else setFailure(made.failure);
  };
  return { name, setName, person, setPerson, chosen, setChosen, verdict, failure, isBusy, mayCreate, create };
}

function NameTeam({ onBack, ...props }: NameProps) {
  const team = useNewTeam(props);
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
      mayGo={team.mayCreate}
      isBusy={team.isBusy}
      failure={team.failure}
      onGo={team.create}
      onBack={onBack}
    >
      <div className="two" style={{ marginBottom: 18 }}>
        <TextField
          label={words.create.teamName}
          value={team.name}
          maxLength={200}
          onChange={(event) => team.setName(event.target.value)}
          autoFocus
        />
        <TextField
          label={words.create.yourName}
          value={team.person}
          maxLength={200}
          onChange={(event) => team.setPerson(event.target.value)}
        />
      </div>
      <PassphraseFields chosen={team.chosen} verdict={team.verdict} onChange={team.setChosen} />
    </SubmitStep>
  );
}
