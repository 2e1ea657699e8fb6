/** Another team on this computer, or one more. */
import { Check, Plus, UsersRound } from "lucide-react";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { ActMenu, type MenuAct } from "../ui/menu.tsx";

type OtherProps = { status: AccountStatus; chosen: number; onChoose(at: number): void; onAnother(): void };

/** A link where there is one team, a menu where there are several. */
export function OtherTeams({ status, chosen, onChoose, onAnother }: OtherProps) {
  if (status.profiles.length < 2)
    return (
      <button type="button" className="link" onClick={onAnother}>
        {words.unlock.another}
      </button>
    );
  const acts: MenuAct[] = [
    ...status.profiles.map(({ teamName, person }, at) => ({
      icon: at === chosen ? Check : UsersRound,
      label: [teamName || words.app, person].filter((word) => word !== "").join(", "),
      onAct: () => onChoose(at),
    })),
    "line",
    { icon: Plus, label: words.unlock.createOrJoin, onAct: onAnother },
  ];
  return (
    <ActMenu acts={acts}>
      <button type="button" className="link">
        {words.unlock.another}
      </button>
    </ActMenu>
  );
}
