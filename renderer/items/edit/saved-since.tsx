/** Said in an open editor as soon as somebody else saved the same item: who, when, and what becomes of it. */
import { UsersRound } from "lucide-react";
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { shortTime } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { Alert } from "../../ui/rows.tsx";
import { memberName } from "../shown/member-name.ts";

type SavedSinceProps = { item: string; opened: number; members: MemberShape[] };

/** Nothing while nobody did. `opened`: the version that the editor began with. */
export function SavedSince({ item, opened, members }: SavedSinceProps) {
  const history = useAnswer("item.get", { item }).value?.history ?? [];
  const own = useAnswer("account.status", {}).value?.device;
  const others = history.filter(({ version, device }) => version > opened && device !== own);
  const [newest] = others;
  if (newest === undefined) return null;
  const names = [...new Set(others.map(({ user }) => memberName(user, members)))];
  return (
    <Alert icon={UsersRound} title={words.edit.savedSince(names, shortTime(newest.time))} isNow>
      {words.edit.savedSinceNote}
    </Alert>
  );
}
