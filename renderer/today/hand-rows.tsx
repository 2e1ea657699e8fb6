/** Codes that colleagues wait for. They are handed among the codes, where each is seen before it goes. */
import { clock } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Avatar } from "../ui/controls.tsx";
import type { TodayContext, TodayRow } from "./today-row.ts";

/** One row for each question. */
export function useHandRows({ members, toSection }: TodayContext): TodayRow[] {
  const asked = useAnswer("code.asked", {}).value ?? [];
  return asked.map(({ request, user, title, why, at, until }) => {
    const name = members.find((one) => one.user === user)?.name || words.acts.somebody;
    return {
      id: `code ${request}`,
      mark: <Avatar id={user} name={name} />,
      title: words.handed.asks(name, title),
      note: words.handed.since(why, clock(at), clock(until)),
      ...{ act: words.handed.hand, label: `${words.handed.hand}: ${name}` },
      onAct: () => toSection("codes"),
    };
  });
}
