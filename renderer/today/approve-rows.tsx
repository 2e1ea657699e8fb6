/** What others wait for: a name to change, codes to compare, a new invite. Each is decided where it belongs. */
import type { MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Avatar } from "../ui/controls.tsx";
import type { TodayContext, TodayRow } from "./today-row.ts";

const said = words.today;
const nameOf = (members: readonly MemberShape[], user: string): string =>
  members.find((one) => one.user === user)?.name || words.acts.somebody;

/** Names that an admin is asked to change. */
export function useNameRows({ status, members, toSection }: TodayContext): TodayRow[] {
  const asked = useAnswer("member.nameRequests", {}, status.role === "admin").value?.open ?? [];
  return asked.map(({ request, user, now, name }) => ({
    id: `name ${request}`,
    mark: <Avatar id={user} name={now} />,
    title: said.name(nameOf(members, user)),
    note: said.nameNote(now, name),
    ...{ act: said.decide, label: `${said.decide}: ${said.name(now)}` },
    onAct: () => toSection("people"),
  }));
}

/** People who are to be let in, and whom an app does not let in by itself. */
export function useJoinRows({ status, toSection }: TodayContext): TodayRow[] {
  const invites = useAnswer("invite.list", {}, status.role === "admin").value ?? [];
  return invites.flatMap(({ invite, name, role, end, compare, waits }) => {
    const row = { id: `join ${invite}`, mark: <Avatar id={invite} name={name} />, onAct: () => toSection("people") };
    const title = said.joins(name, words.people.roles[role]);
    if (compare === "asked")
      return [
        { ...row, title, note: said.joinsNote, act: words.compare.begin, label: `${words.compare.begin}: ${name}` },
      ];
    if (waits !== true) return [];
    const note = words.people.lateEnded(shortDay(end));
    return [{ ...row, title, note, act: words.people.inviteAgain, label: `${words.people.inviteAgain}: ${name}` }];
  });
}
