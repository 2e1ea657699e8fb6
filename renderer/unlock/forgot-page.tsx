/** A forgotten passphrase: what to try, what comes back by whose help, and what is lost. Nothing is deleted by looking. */
import { Check, FileKey2, LifeBuoy, type LucideIcon, UserRound, UserRoundX, UsersRound, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { words } from "../../shared/copy/words.ts";
import { useRoute } from "../page/use-route.ts";
import { Button, TeamMark } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";

type Fate = "back" | "lost" | "none";
type Way = { icon: LucideIcon; team: Fate; personal: Fate };

/** In the order of the words. */
const ways: readonly Way[] = [
  { icon: UserRound, team: "back", personal: "lost" },
  { icon: UserRoundX, team: "lost", personal: "lost" },
  { icon: LifeBuoy, team: "back", personal: "back" },
  { icon: UsersRound, team: "back", personal: "back" },
  { icon: FileKey2, team: "none", personal: "none" },
];

type ForgotProps = { teamName: string; deviceName: string; onBack(): void; onSheet(): void };

/** The page; Escape leads back to the field. */
export function ForgotPage({ teamName, deviceName, onBack, onSheet }: ForgotProps) {
  useRoute("forgot");
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    back.current?.focus();
  }, []);
  useLayer("sheet", onBack);
  return (
    <main className="forgot">
      <header className="band forgot-band">
        <TeamMark name={teamName} size={20} />
        <span className="section cut">{teamName}</span>
        <span className="t3 cut grow">{deviceName}</span>
        <Button ref={back} kind="quiet" shortcut="Esc" onClick={onBack}>
          {words.forgot.back}
        </Button>
      </header>
      <div className="forgot-main">
        <div className="forgot-body">
          <h1 className="screen-title">{words.forgot.title}</h1>
          <p className="t2 forgot-note">{words.forgot.note}</p>
          <WaysTable onSheet={onSheet} />
          <div className="forgot-cols">
            <section>
              <h2 className="section">{words.forgot.first}</h2>
              <p className="t2">{words.forgot.firstNote}</p>
            </section>
            <section>
              <h2 className="section">{words.forgot.whom}</h2>
              <p className="t2">{words.forgot.whomNote}</p>
            </section>
          </div>
          <p className="meta forgot-end">{words.forgot.unsent}</p>
        </div>
      </div>
    </main>
  );
}

function WaysTable({ onSheet }: { onSheet(): void }) {
  const [have, team, personal, need] = words.forgot.heads;
  return (
    <table className="table forgot-table">
      <thead>
        <tr>
          <th>{have}</th>
          <th>{team}</th>
          <th>{personal}</th>
          <th>{need}</th>
        </tr>
      </thead>
      <tbody>
        {words.forgot.ways.map(({ name, note, whom }, at) => {
          const { icon: Icon, ...way } = ways[at] as Way;
          const isSheet = way.team === "none";
          return (
            <tr key={name}>
              <td>
                <span className="line">
                  <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
                  <span>
                    <span className="row-title">{name}</span>
                    <span className="meta forgot-meta">{note}</span>
                  </span>
                </span>
              </td>
              <td>
                <FateOf fate={way.team} />
              </td>
              <td>
                <FateOf fate={way.personal} />
              </td>
              <td className="t2">{isSheet ? <Button onClick={onSheet}>{words.forgot.useSheet}</Button> : whom}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function FateOf({ fate }: { fate: Fate }) {
  if (fate === "none") return <span className="t3">{words.forgot.fates.none}</span>;
  const Icon = fate === "back" ? Check : X;
  return (
    <span className={`line fate ${fate === "back" ? "ok" : "bad"}`}>
      <Icon size={16} strokeWidth={2} aria-hidden="true" />
      {words.forgot.fates[fate]}
    </span>
  );
}
