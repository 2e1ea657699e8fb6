/** Where a new team lives: on a server of one's own, by its setup code, or on the built-in one. */
import { Check, HardDrive, type LucideIcon, Server } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentenceBefore } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { FieldError } from "../ui/inputs.tsx";
import { CodeArea } from "./code-area.tsx";
import { KeychainChoice } from "./keychain-choice.tsx";
import { SubmitStep } from "./submit-step.tsx";
import { useCodeCheck } from "./use-code-check.ts";

export type Place = "built-in" | { origin: string; setupCode: string };

type PlaceProps = {
  status: AccountStatus;
  acceptsFile: boolean;
  onAccept(accepts: boolean): void;
  onPlace(place: Place): void;
  onBack(): void;
};

const fewestChars = 40;

/** A setup code as it is typed, and what the server behind it answered. */
function useSetupCode() {
  return useCodeCheck(fewestChars, (setupCode) => call("team.checkServer", { setupCode }));
}

/** The first step. */
export function ChoosePlace({ status, acceptsFile, onAccept, onPlace, onBack }: PlaceProps) {
  const [isOwn, setOwn] = useState(true);
  const setup = useSetupCode();
  const { code, read } = setup;
  const mayGo = (status.keychainAvailable || acceptsFile) && (!isOwn || read !== null);
  const go = async () => onPlace(isOwn && read !== null ? { origin: read.origin, setupCode: code } : "built-in");
  return (
    <SubmitStep
      route="create-computer"
      heading={words.create.heading}
      steps={words.create.steps}
      at={0}
      aside={words.create.admin}
      title={words.create.place}
      note={words.create.placeNote}
      act={words.act.go}
      mayGo={mayGo}
      onGo={go}
      onBack={onBack}
    >
      <div className="stack" style={{ gap: 8 }} role="radiogroup" aria-label={words.create.place}>
        <Choice icon={Server} isChosen={isOwn} onChoose={() => setOwn(true)} note={words.create.ownServerNote}>
          {words.create.ownServer}
        </Choice>
        {isOwn && <SetupCode {...setup} />}
        <Choice icon={HardDrive} isChosen={!isOwn} onChoose={() => setOwn(false)} note={words.create.builtInNote}>
          {words.create.builtIn}
        </Choice>
      </div>
      {!status.keychainAvailable && <KeychainChoice accepts={acceptsFile} onAccept={onAccept} />}
    </SubmitStep>
  );
}

type ChoiceProps = { icon: LucideIcon; isChosen: boolean; onChoose(): void; note: string; children: ReactNode };

function Choice({ icon: Icon, isChosen, onChoose, note, children }: ChoiceProps) {
  return (
    <button type="button" className="choice" role="radio" aria-checked={isChosen} onClick={onChoose}>
      <Icon size={18} strokeWidth={1.75} />
      <span className="grow">
        <span className="choice-name">{children}</span>
        <span className="meta">{note}</span>
      </span>
    </button>
  );
}

function SetupCode({ code, read, failure, take }: ReturnType<typeof useSetupCode>) {
  return (
    <div style={{ margin: "8px 0 12px" }}>
      <CodeArea label={words.create.setupCode} value={code} onCode={take} rows={5} />
      <div className="code-said">
        {read !== null && (
          <p className="line ok" style={{ marginTop: 6, gap: 6 }}>
            <Check size={14} aria-hidden="true" />
            {words.create.reached(read.origin)}
          </p>
        )}
        {failure !== null && <FieldError>{sentenceBefore(failure)}</FieldError>}
      </div>
    </div>
  );
}
