/** Second factors that wait for this person: exceptions to sign, logins to settle, exceptions that end. */
import { Hourglass, ShieldAlert } from "lucide-react";
import type { FactorException, FactorsWaiting } from "../../shared/contract/gate.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { openSettleList } from "../second-factor/settle-asked.tsx";
import { Mark } from "../ui/controls.tsx";
import type { TodayContext, TodayRow } from "./today-row.ts";

const said = words.today;
const mark = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;
const nothing: FactorsWaiting = { settle: 0, sign: [], ending: [] };

const useWaiting = (): FactorsWaiting => useAnswer("gate.waiting", {}).value ?? nothing;

/** Exceptions that somebody asked this person for. */
export function useExceptionRows({ members, toItems }: TodayContext): TodayRow[] {
  return useWaiting().sign.map((one) => {
    const who = members.find(({ user }) => user === one.by)?.name || words.acts.somebody;
    return {
      ...rowOf(one, toItems),
      id: `sign ${one.item}`,
      title: said.exception(who, one.title),
      note: said.exceptionNote(one.reason, shortDay(one.until)),
    };
  });
}

function rowOf({ item, title }: FactorException, toItems: TodayContext["toItems"]) {
  return {
    mark: <Mark id={item} name={title} />,
    ...{ act: said.decide, label: `${said.decide}: ${title}` },
    onAct: () => toItems({ vault: null, item }),
  };
}

/** Logins that the team's rule is about, in one row with their list; exceptions that end, each. */
export function useFactorRows({ toItems }: TodayContext): TodayRow[] {
  const { settle, ending } = useWaiting();
  const rows = ending.map((one) => ({
    ...rowOf(one, toItems),
    id: `ends ${one.item}`,
    mark: <Hourglass {...mark} />,
    title: said.exceptionEnds(one.title, shortDay(one.until)),
    note: said.exceptionEndsNote(one.reason),
    ...{ act: said.settleAct, label: `${said.settleAct}: ${one.title}` },
  }));
  if (settle === 0) return rows;
  const all = {
    id: "settle second factors",
    mark: <ShieldAlert {...mark} />,
    title: said.settleFactors(settle),
    note: said.settleFactorsNote,
    ...{ act: said.settleAct, label: `${said.settleAct}: ${said.settleFactors(settle)}` },
    onAct: openSettleList,
  };
  return [all, ...rows];
}
