/** Beside an act that opens logins to more people: how many of them are not settled, where the team's rule warns and lets it go on. */
import { TriangleAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import type { GateQuestion } from "../client/gate-questions.ts";

const nothing: GateQuestion = { items: [] };

/** Nothing where nobody is chosen yet, or the rule says nothing; where it refuses, that is said as the act is tried. */
export function GateWarning({ question }: { question: GateQuestion | null }) {
  const { value } = useAnswer("gate.check", question ?? nothing, question !== null);
  if (question === null || value === undefined || value.mode !== "warn" || value.total === 0) return null;
  return (
    <p className="gate-warning" role="status">
      <TriangleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{words.gate.warning(value.total)}</span>
    </p>
  );
}
