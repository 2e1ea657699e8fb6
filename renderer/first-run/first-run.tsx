/** First run: two doors. */
import { ChevronRight, KeyRound, Plus, Ticket } from "lucide-react";
import { useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Button } from "../ui/controls.tsx";
import { useRoute } from "../use-route.ts";
import { CreateTeam } from "./create-team.tsx";
import { JoinTeam } from "./join-team.tsx";
import type { NewSheet } from "./new-sheet.ts";

type FirstRunProps = { status: AccountStatus; onSheet(sheet: NewSheet): void; onBack: (() => void) | null };

/** The doors, and what lies behind each. */
export function FirstRun({ status, onSheet, onBack }: FirstRunProps) {
  const [door, setDoor] = useState<"create" | "join" | null>(null);
  if (door === "create") return <CreateTeam status={status} onSheet={onSheet} onBack={() => setDoor(null)} />;
  if (door === "join") return <JoinTeam status={status} onSheet={onSheet} onBack={() => setDoor(null)} />;
  return <Doors onDoor={setDoor} onBack={onBack} />;
}

function Doors({ onDoor, onBack }: { onDoor(door: "create" | "join"): void; onBack: (() => void) | null }) {
  useRoute("doors");
  return (
    <main className="doors">
      <div className="doors-box">
        <span className="mark app-mark" data-large="true">
          <KeyRound size={22} />
        </span>
        <h1 className="screen-title" style={{ marginTop: 18 }}>
          {words.doors.title}
        </h1>
        <p className="t2" style={{ margin: "6px 0 24px" }}>
          {words.doors.note}
        </p>
        <button type="button" className="door" onClick={() => onDoor("create")}>
          <Plus size={18} strokeWidth={1.75} />
          <span className="grow">
            <span className="door-name">{words.doors.create}</span>
            <span className="meta">{words.doors.createNote}</span>
          </span>
          <ChevronRight size={16} />
        </button>
        <button type="button" className="door" onClick={() => onDoor("join")}>
          <Ticket size={18} strokeWidth={1.75} />
          <span className="grow">
            <span className="door-name">{words.doors.join}</span>
            <span className="meta">{words.doors.joinNote}</span>
          </span>
          <ChevronRight size={16} />
        </button>
        <p className="meta doors-demo">
          {words.doors.demo} <span className="mono">npm run demo</span>
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
