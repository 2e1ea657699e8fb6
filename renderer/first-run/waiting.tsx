/** Waiting to be let in: for whom, what happens next, and that Latchkey may be closed. */
import { Check, Hourglass } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { call } from "../client.ts";
import { words } from "../copy/words.ts";
import { Button, Face } from "../ui/controls.tsx";
import { Fact } from "../ui/dialog.tsx";
import { Steps } from "./steps.tsx";

/** The screen of a joiner. */
export function Waiting({ status }: { status: AccountStatus }) {
  const profile = status.profiles.find((one) => one.profile === status.profile) ?? status.profiles[0];
  const who = profile?.waitsFor ?? profile?.teamName ?? words.app;
  const [done, waiting] = [words.join.nextFacts(who).slice(0, 2), words.join.nextFacts(who).slice(2)];
  return (
    <Steps
      heading={words.join.heading(profile?.teamName ?? "")}
      steps={words.join.steps}
      at={2}
      aside={words.join.nobody}
      title={words.join.waiting(who)}
      note={words.join.waitingNote}
      foot={
        <>
          <span />
          <Button onClick={() => void call("account.lock", {})}>{words.act.lock}</Button>
        </>
      }
    >
      <div className="person-row">
        <Face id={who} name={who} size={40} />
        <div className="grow">
          <div className="section">{who}</div>
          <div className="meta">{words.people.roles.admin}</div>
        </div>
      </div>
      <h2 className="section" style={{ margin: "24px 0 6px" }}>
        {words.join.next}
      </h2>
      {done.map((fact) => (
        <div key={fact} className="ok-facts">
          <Fact icon={Check}>{fact}</Fact>
        </div>
      ))}
      {waiting.map((fact) => (
        <Fact key={fact} icon={Hourglass}>
          {fact}
        </Fact>
      ))}
    </Steps>
  );
}
