/**
 * Said in an open editor as soon as the same item was saved by somebody else, or, where text of before was taken up, by oneself: what,
 * who, when, and what becomes of it.
 */
import { UsersRound } from "lucide-react";
import type { MemberShape } from "../../../shared/contract/shapes.ts";
import { ago } from "../../../shared/copy/dates.ts";
import { words } from "../../../shared/copy/words.ts";
import { useAnswer } from "../../client/client.ts";
import { useNow } from "../../page/use-now.ts";
import { Alert } from "../../ui/rows.tsx";
import { memberName } from "../shown/member-name.ts";
import { sinceWords } from "./since-words.ts";

type SavedSinceProps = { item: string; began: number; isResumed: boolean; members: MemberShape[] };

/** Nothing while nobody did. `began`: the version that the text began on. */
export function SavedSince({ item, began, isResumed, members }: SavedSinceProps) {
  const history = useAnswer("item.get", { item }).value?.history ?? [];
  const now = useNow(true, 30_000);
  const own = useAnswer("account.status", {}).value?.device;
  // While the editor is open, this computer sends only what it had saved before.
  const others = history.filter(({ version, device }) => version > began && (isResumed || device !== own));
  const [newest] = others;
  if (newest === undefined) return null;
  const self = members.find((member) => member.self)?.user;
  const nameOf = (user: string): string => (user === self ? words.items.you : memberName(user, members));
  const names = [...new Set(others.map(({ user }) => nameOf(user)))];
  const isOwn = others.every(({ user }) => user === self);
  return (
    <Alert icon={UsersRound} title={sinceWords(others, names, ago(newest.time, now))} isNow>
      {isOwn ? words.edit.savedSinceOwn : words.edit.savedSinceNote}
    </Alert>
  );
}
