/** What is asked before somebody goes out of a group, or manages it no more. */
import { Eye, RotateCw, UserX } from "lucide-react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { GroupShape, MemberShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import { groupName } from "../vaults/reader.ts";

export type GroupAsk = { kind: "out" | "unmanage" | "leave"; member: MemberShape };
const names = { out: "group-take-out", unmanage: "group-unmanage", leave: "group-leave" } as const;
type AskProps = { ask: GroupAsk; group: GroupShape; onClose(): void };

/** Whether only this person manages the group, and others are in it. */
export function isLastManager({ managers, members }: GroupShape, user: string): boolean {
  return managers.length === 1 && managers[0] === user && members.some((member) => member !== user);
}

/** The dialog. */
export function GroupDialog({ ask: { kind, member }, group, onClose }: AskProps) {
  const { title, note, done, change, said } = textsOf(kind, member, group);
  const take = async (): Promise<void> => {
    onClose();
    const taken = await call("group.change", { group: group.group, ...change });
    if (!taken.ok) return tellFailure(taken.failure);
    tell(said);
  };
  const isHeld = kind === "leave" && isLastManager(group, member.user);
  return (
    <Dialog name={names[kind]} {...{ title, note, done, onClose }} onDone={() => void take()} canDo={!isHeld} isFinal>
      <div>
        {isHeld && <Fact icon={UserX}>{words.groups.lastManager}</Fact>}
        {kind !== "unmanage" && <Fact icon={RotateCw}>{words.groups.keys(group.vaults.length)}</Fact>}
        {kind === "out" && <Fact icon={Eye}>{words.groups.known(member.name)}</Fact>}
      </div>
    </Dialog>
  );
}

type Texts = {
  title: string;
  note: string;
  done: string;
  said: string;
  change: Omit<CommandInput<"group.change">, "group">;
};

function textsOf(kind: GroupAsk["kind"], { user, name }: MemberShape, group: GroupShape): Texts {
  const called = groupName(group);
  const of = words.groups;
  const places = {
    ...(group.members.includes(user) ? { remove: [user] } : {}),
    ...(group.managers.includes(user) ? { managersRemove: [user] } : {}),
  };
  if (kind === "leave")
    return {
      title: of.leaveTitle(called),
      note: of.leaveNote,
      done: of.leaveDone,
      said: of.left(called),
      change: places,
    };
  if (kind === "unmanage") {
    const title = of.noManagerTitle(name, called);
    return {
      title,
      note: of.noManagerNote(name),
      done: of.noManagerDone,
      said: title,
      change: { managersRemove: [user] },
    };
  }
  return {
    title: of.takeOutTitle(name, called),
    note: of.takeOutNote(name),
    done: of.takeOutDone,
    said: of.takenOut(name, called),
    change: { remove: [user] },
  };
}
