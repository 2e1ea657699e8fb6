/** Whether this computer's clock agrees with the server's: a hint for people whose codes are refused, and nothing else. */
import { Clock, TriangleAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";

const agreesMs = 5000;

/** Silent before the server said its time. */
export function ClockLine({ driftMs }: { driftMs: number | null }) {
  if (driftMs === null) return null;
  const agrees = Math.abs(driftMs) <= agreesMs;
  const said = agrees ? words.codes.agrees : driftMs > 0 ? words.codes.ahead : words.codes.behind;
  const Icon = agrees ? Clock : TriangleAlert;
  return (
    <p className="codes-clock" data-off={!agrees} role={agrees ? undefined : "alert"}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" /> {said(driftMs)}
    </p>
  );
}
