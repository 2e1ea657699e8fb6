/** The last step of coming in, while somebody else has to act: what stops it, and giving it up. */
import { CloudOff, TicketX } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";
import { Alert } from "../ui/rows.tsx";
import { AbandonProfile } from "./abandon-profile.tsx";
import { Steps } from "./steps.tsx";

type WaitingProps = {
  heading: string;
  steps: string[];
  at: number;
  aside: string;
  title: string;
  note: string;
  problem: AccountStatus["problem"];
  /** Waiting on will not help. */
  isOver: boolean;
  /** What goes with the profile. */
  abandonFacts: string[];
  children: ReactNode;
};

/** The screen, whoever is waited for. */
export function WaitingStep({ problem, isOver, abandonFacts, children, ...step }: WaitingProps) {
  const [isAbandoning, setAbandoning] = useState(false);
  return (
    <Steps
      route="waiting"
      {...step}
      foot={
        <>
          <Button {...(isOver ? { kind: "main", size: 32 } : { kind: "quiet" })} onClick={() => setAbandoning(true)}>
            {words.join.abandon}
          </Button>
          <Button onClick={() => void call("account.lock", {})}>{words.act.lock}</Button>
        </>
      }
    >
      {problem !== undefined && (
        <Alert
          icon={isOver ? TicketX : CloudOff}
          tone={isOver ? "act" : "plain"}
          title={problem.code === "offline" ? words.join.unreachable : sentence(problem)}
          isNow
        />
      )}
      {children}
      {isAbandoning && <AbandonProfile facts={abandonFacts} onClose={() => setAbandoning(false)} />}
    </Steps>
  );
}
