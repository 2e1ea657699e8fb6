/** First run: create a team, join one, add this computer to one's own, or come back with a recovery sheet or by two people. */
import {
  ChevronRight,
  KeyRound,
  LifeBuoy,
  type LucideIcon,
  MonitorSmartphone,
  Plus,
  Ticket,
  UsersRound,
} from "lucide-react";
import { useEffect, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call, useAnswer } from "../client/client.ts";
import { useRoute } from "../page/use-route.ts";
import { Button } from "../ui/controls.tsx";
import { AddThisComputer } from "./add-this-computer.tsx";
import { CreateTeam } from "./create-team.tsx";
import { JoinTeam } from "./join-team.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { RecoverByPeople } from "./recover-by-people.tsx";
import { RecoverHere } from "./recover-here.tsx";

type Chosen = "create" | "join" | "link" | "recover" | "people";
type FirstRunProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack: (() => void) | null };

/** The choice, and what follows each. */
export function FirstRun({ status, onSheet, onBack }: FirstRunProps) {
  const link = useAnswer("link.waiting", {}).value ?? null;
  const code = link?.kind === "join" ? link.address : null;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  // Whoever opened a join code is where they would paste it; whoever is busy with something else is left there.
  useEffect(() => {
    if (code !== null) setChosen((had) => had ?? "join");
  }, [code]);
  const back = (taken: string | null): void => {
    setChosen(null);
    if (taken !== null) void call("link.done", { address: taken });
  };
  if (chosen === "create") return <CreateTeam status={status} onSheet={onSheet} onBack={() => setChosen(null)} />;
  if (chosen === "join") return <JoinTeam code={code} status={status} onSheet={onSheet} onBack={back} />;
  if (chosen === "link") return <AddThisComputer {...{ status, onSheet }} onBack={() => setChosen(null)} />;
  if (chosen === "recover") return <RecoverHere {...{ status, onSheet }} onBack={() => setChosen(null)} />;
  if (chosen === "people") return <RecoverByPeople {...{ status, onSheet }} onBack={() => setChosen(null)} />;
  return <Welcome onChoose={setChosen} onBack={onBack} />;
}

/** In the order in which they are offered. */
const choices: readonly { chosen: Chosen; icon: LucideIcon; name: string; note: string }[] = [
  { chosen: "create", icon: Plus, name: words.welcome.create, note: words.welcome.createNote },
  { chosen: "join", icon: Ticket, name: words.welcome.join, note: words.welcome.joinNote },
  { chosen: "link", icon: MonitorSmartphone, name: words.newComputer.choice, note: words.newComputer.choiceNote },
  { chosen: "recover", icon: LifeBuoy, name: words.recovery.choice, note: words.recovery.choiceNote },
  { chosen: "people", icon: UsersRound, name: words.recoveryPeople.choice, note: words.recoveryPeople.choiceNote },
];

function Welcome({ onChoose, onBack }: { onChoose(chosen: Chosen): void; onBack: (() => void) | null }) {
  useRoute("welcome");
  return (
    <main className="welcome">
      <div className="welcome-box">
        <span className="mark app-mark" data-large="true">
          <KeyRound size={22} />
        </span>
        <h1 className="screen-title" style={{ marginTop: 18 }}>
          {words.welcome.title}
        </h1>
        <p className="t2" style={{ margin: "6px 0 24px" }}>
          {words.welcome.note}
        </p>
        {choices.map(({ chosen, icon: Icon, name, note }) => (
          <button key={chosen} type="button" className="welcome-choice" onClick={() => onChoose(chosen)}>
            <Icon size={18} strokeWidth={1.75} />
            <span className="grow">
              <span className="choice-name">{name}</span>
              <span className="meta">{note}</span>
            </span>
            <ChevronRight size={16} />
          </button>
        ))}
        <p className="meta welcome-demo">
          {words.welcome.demo} <span className="mono">npm run demo</span>
        </p>
        {onBack !== null && (
          <Button kind="quiet" onClick={onBack} style={{ marginTop: 12, marginLeft: -11 }}>
            {words.act.back}
          </Button>
        )}
      </div>
    </main>
  );
}
