/** The team and its server: where it is, what it may know, and what this computer holds it to. */
import { ShieldCheck } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { CompareTeamCode, TeamCode } from "../people/team-code.tsx";
import { Badge } from "../ui/controls.tsx";
import { Setting } from "./setting.tsx";

/** The page. */
export function ServerPage({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const members = useAnswer("member.list", {}).value ?? [];
  const own = status.profiles.find(({ profile }) => profile === status.profile);
  return (
    <>
      <h2 className="section">{words.settings.team}</h2>
      <Setting title={teamName} note={words.settings.people(members.length)}>
        <span className="t3">{status.role === undefined ? "" : words.people.roles[status.role]}</span>
      </Setting>
      <TeamCode title={words.teamCode.name} />
      <CompareTeamCode />
      <h2 className="section settings-next">{words.settings.server}</h2>
      <Setting
        title={<span className="mono">{own?.origin ?? ""}</span>}
        note={own?.builtIn === true ? words.settings.builtInNote : words.settings.serverNote}
      >
        <Badge icon={ShieldCheck} tone="ok">
          {words.settings.inUse}
        </Badge>
      </Setting>
      <Setting title={words.settings.pinned} note={words.settings.pinnedNote} />
    </>
  );
}
